import type { SiteFieldsFragment } from '../api/generated';

interface StatusText {
  text: string;
  tone: string;
}

/** The worst news first. */
export const siteStatus = ({
  status,
  installed,
}: Pick<SiteFieldsFragment, 'status' | 'installed'>): StatusText => {
  if (status === 'ERROR') return { text: 'Events are being refused', tone: 'text-bad' };
  if (status === 'PAUSED') return { text: 'Paused', tone: 'text-soft' };
  switch (installed) {
    case 'NOT_DETECTED':
      return { text: 'Waiting for the first event', tone: 'text-soft' };
    case 'SILENT':
      return { text: 'Silent for a week', tone: 'text-bad' };
    case 'INSTALLED':
      return { text: 'Receiving', tone: 'text-good' };
  }
};
