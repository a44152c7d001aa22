import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { useSiteSections } from './siteSections';
import { useSiteId } from './useSiteId';

/** The pages of a site, where the sidebar is folded away. */
export function SiteTabs(): ReactElement | null {
  const t = useTexts(SHELL);
  const siteId = useSiteId();
  const sections = useSiteSections(siteId ?? '');
  if (!siteId) return null;
  return (
    <nav aria-label={t.siteNavigation} className="border-b border-line px-3 lg:hidden">
      <ul className="flex gap-1">
        {sections.map(({ id, label, exact, to, params }) => (
          <li key={id}>
            <Link
              {...({ to, params } as LinkProps)}
              activeOptions={{ exact, includeSearch: false }}
              className="relative block px-2.5 py-2.5 text-[13.5px] font-medium text-soft aria-[current=page]:text-accent-ink aria-[current=page]:after:absolute aria-[current=page]:after:inset-x-2.5 aria-[current=page]:after:bottom-0 aria-[current=page]:after:h-0.5 aria-[current=page]:after:rounded aria-[current=page]:after:bg-accent"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
