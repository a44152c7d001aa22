import { textsNow } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';
import { PRESETS } from './ranges';

/** Keys of a site's page and what they do, for the list of them. */
export const dashboardKeys = (): (readonly [string, string])[] => {
  const t = textsNow(DASHBOARD);
  return [
    ...PRESETS.flatMap(({ key, label }) => (key ? [[key.toUpperCase(), label] as const] : [])),
    ['C', t.keyDays],
    ['X', t.keyCompare],
    ['I', t.keyInterval],
    ['/', t.keyFilter],
    ['Esc', t.keyEscape],
    ['R', t.keyRealtime],
  ];
};
