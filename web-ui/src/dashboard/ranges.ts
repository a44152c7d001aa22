import type { Interval, RangeInput, RangePreset } from '../api/generated';
import { textsNow } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';
import { dateLabel, daysBetween } from '../lib/time';

/** Inclusive local days. */
export interface Days {
  from: string;
  to: string;
}

export type Range = { kind: 'preset'; preset: RangePreset } | ({ kind: 'days' } & Days);

export const DAY = /^\d{4}-\d{2}-\d{2}$/;

export interface PresetInfo {
  preset: RangePreset;
  readonly label: string;
  /** The key that chooses it. */
  key?: string;
}

const preset = (name: RangePreset, key?: string): PresetInfo => ({
  preset: name,
  ...(key !== undefined && { key }),
  get label() {
    return textsNow(DASHBOARD).presets[name];
  },
});

/** Groups are separated in the menu. */
export const PRESET_GROUPS: readonly (readonly PresetInfo[])[] = [
  [
    preset('TODAY', 'd'),
    preset('YESTERDAY', 'e'),
    preset('LAST_30_MINUTES'),
    preset('LAST_24_HOURS', 'h'),
  ],
  [
    preset('LAST_7_DAYS', 'w'),
    preset('LAST_28_DAYS', 'f'),
    preset('LAST_30_DAYS', 't'),
    preset('LAST_90_DAYS', 'n'),
  ],
  [preset('THIS_WEEK'), preset('LAST_WEEK'), preset('THIS_MONTH', 'm'), preset('LAST_MONTH', 'p')],
  [
    preset('THIS_QUARTER'),
    preset('THIS_YEAR', 'y'),
    preset('LAST_YEAR'),
    preset('LAST_12_MONTHS', 'l'),
    preset('ALL_TIME', 'a'),
  ],
];

export const PRESETS: readonly PresetInfo[] = PRESET_GROUPS.flat();

export const isPreset = (value: unknown): value is RangePreset =>
  PRESETS.some((one) => one.preset === value);

export const daysLabel = ({ from, to }: Days): string =>
  from === to ? dateLabel(from) : daysBetween(from, to);

export const rangeLabel = (range: Range): string =>
  range.kind === 'preset' ? textsNow(DASHBOARD).presets[range.preset] : daysLabel(range);

export const toRangeInput = (range: Range): RangeInput =>
  range.kind === 'preset' ? { preset: range.preset } : { from: range.from, to: range.to };

const DAYS: Partial<Record<RangePreset, number>> = {
  TODAY: 1,
  YESTERDAY: 1,
  LAST_24_HOURS: 1,
  LAST_7_DAYS: 7,
  THIS_WEEK: 7,
  LAST_WEEK: 7,
  LAST_28_DAYS: 28,
  LAST_30_DAYS: 30,
  THIS_MONTH: 30,
  LAST_MONTH: 30,
  LAST_90_DAYS: 90,
  THIS_QUARTER: 90,
  LAST_YEAR: 365,
  THIS_YEAR: 365,
  LAST_12_MONTHS: 365,
  ALL_TIME: 730,
};

/** About how many days a range spans; only for choosing buckets. */
const spanDays = (range: Range): number =>
  range.kind === 'preset'
    ? (DAYS[range.preset] ?? 30)
    : (Date.parse(range.to) - Date.parse(range.from)) / 864e5 + 1;

/** The buckets that suit a range, the best first. */
export const intervalsFor = (range: Range): [Interval, ...Interval[]] => {
  if (range.kind === 'preset' && range.preset === 'LAST_30_MINUTES') return ['MINUTE'];
  const days = spanDays(range);
  if (days <= 1) return ['HOUR'];
  if (days <= 7) return ['DAY', 'HOUR'];
  if (days <= 45) return ['DAY', 'WEEK'];
  if (days <= 120) return ['DAY', 'WEEK', 'MONTH'];
  return days <= 400 ? ['MONTH', 'WEEK', 'DAY'] : ['MONTH', 'WEEK', 'QUARTER'];
};

/** Whether what arrives now belongs to the range. */
export const includesNow = (range: Range, today: string): boolean =>
  range.kind === 'preset'
    ? !['YESTERDAY', 'LAST_WEEK', 'LAST_MONTH', 'LAST_YEAR'].includes(range.preset)
    : range.to >= today;
