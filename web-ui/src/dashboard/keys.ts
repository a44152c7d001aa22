import { PRESETS } from './ranges';

/** Keys of a site's page and what they do, for the list of them. */
export const DASHBOARD_KEYS: readonly (readonly [string, string])[] = [
  ...PRESETS.flatMap(({ key, label }) => (key ? [[key.toUpperCase(), label] as const] : [])),
  ['C', 'Choose days'],
  ['X', 'Compare, or not'],
  ['I', 'Next interval'],
  ['/', 'Filter'],
  ['Esc', 'Remove all filters'],
  ['R', 'Realtime'],
];
