import type { SiteFieldsFragment } from '../api/generated';

export type Fare = 'refused' | 'paused' | 'waiting' | 'silent' | 'receiving';

const SILENT_AFTER_MS = 7 * 86_400_000;

/** What the script alone says, where no event is remembered. */
const FARE_BEFORE: Record<SiteFieldsFragment['installed'], Fare> = {
  NOT_DETECTED: 'waiting',
  SILENT: 'silent',
  INSTALLED: 'receiving',
};

/** The worst news first. */
export const fareOf = (
  {
    status,
    installed,
    lastEventAt,
  }: Pick<SiteFieldsFragment, 'status' | 'installed' | 'lastEventAt'>,
  now = Date.now(),
): Fare => {
  if (status === 'ERROR') return 'refused';
  if (status === 'PAUSED') return 'paused';
  if (!lastEventAt) return FARE_BEFORE[installed];
  // Servers send without a tracker, also when that has long been taken out.
  return Date.parse(lastEventAt) < now - SILENT_AFTER_MS ? 'silent' : 'receiving';
};

export const FARES: readonly Fare[] = ['receiving', 'waiting', 'silent', 'paused', 'refused'];

export const TONES: Record<Fare, string> = {
  refused: 'text-bad',
  paused: 'text-soft',
  waiting: 'text-soft',
  silent: 'text-bad',
  receiving: 'text-good',
};
