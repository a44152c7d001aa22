import type { LinkProps } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { Chart, Pulse, Sliders } from './icons';

export interface SiteSection extends Pick<LinkProps, 'to' | 'params'> {
  id: string;
  label: string;
  icon: ComponentType<{ className?: string }>;
  exact: boolean;
  href: string;
}

/** The pages of a site, in the order in which one swipes through them. */
export const useSiteSections = (siteId: string): SiteSection[] => {
  const t = useTexts(SHELL);
  const params = { siteId };
  const base = `/sites/${siteId}`;
  return [
    {
      id: 'dashboard',
      to: '/sites/$siteId',
      params,
      label: t.dashboard,
      icon: Chart,
      exact: true,
      href: base,
    },
    {
      id: 'realtime',
      to: '/sites/$siteId/realtime',
      params,
      label: t.realtime,
      icon: Pulse,
      exact: false,
      href: base + '/realtime',
    },
    {
      id: 'settings',
      to: '/sites/$siteId/settings',
      params,
      label: t.settings,
      icon: Sliders,
      exact: false,
      href: base + '/settings',
    },
  ];
};
