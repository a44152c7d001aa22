import type { SiteFieldsFragment } from '../api/generated';

export type Fare = 'refused' | 'paused' | 'waiting' | 'silent' | 'receiving';

/** The worst news first. */
export const fareOf = ({
  status,
  installed,
  lastEventAt,
}: Pick<SiteFieldsFragment, 'status' | 'installed' | 'lastEventAt'>): Fare => {
  if (status === 'ERROR') return 'refused';
  if (status === 'PAUSED') return 'paused';
  // Servers send without a tracker.
  if (installed === 'NOT_DETECTED') return lastEventAt ? 'receiving' : 'waiting';
  return installed === 'SILENT' ? 'silent' : 'receiving';
};

export const FARES: readonly Fare[] = ['receiving', 'waiting', 'silent', 'paused', 'refused'];

export const TONES: Record<Fare, string> = {
  refused: 'text-bad',
  paused: 'text-soft',
  waiting: 'text-soft',
  silent: 'text-bad',
  receiving: 'text-good',
};
