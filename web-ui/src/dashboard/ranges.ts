import type { Interval, RangeInput, RangePreset } from '../api/generated';
import { dateLabel } from '../lib/time';

/** Inclusive local days. */
export interface Days {
  from: string;
  to: string;
}

export type Range = { kind: 'preset'; preset: RangePreset } | ({ kind: 'days' } & Days);

export const DAY = /^\d{4}-\d{2}-\d{2}$/;

export interface PresetInfo {
  preset: RangePreset;
  label: string;
  /** The key that chooses it. */
  key?: string;
}

/** Groups are separated in the menu. */
export const PRESET_GROUPS: readonly (readonly PresetInfo[])[] = [
  [
    { preset: 'TODAY', label: 'Today', key: 'd' },
    { preset: 'YESTERDAY', label: 'Yesterday', key: 'e' },
    { preset: 'LAST_30_MINUTES', label: 'Last 30 minutes' },
    { preset: 'LAST_24_HOURS', label: 'Last 24 hours', key: 'h' },
  ],
  [
    { preset: 'LAST_7_DAYS', label: 'Last 7 days', key: 'w' },
    { preset: 'LAST_28_DAYS', label: 'Last 28 days', key: 'f' },
    { preset: 'LAST_30_DAYS', label: 'Last 30 days', key: 't' },
    { preset: 'LAST_90_DAYS', label: 'Last 90 days', key: 'n' },
  ],
  [
    { preset: 'THIS_WEEK', label: 'This week' },
    { preset: 'LAST_WEEK', label: 'Last week' },
    { preset: 'THIS_MONTH', label: 'This month', key: 'm' },
    { preset: 'LAST_MONTH', label: 'Last month', key: 'p' },
  ],
  [
    { preset: 'THIS_QUARTER', label: 'This quarter' },
    { preset: 'THIS_YEAR', label: 'This year', key: 'y' },
    { preset: 'LAST_YEAR', label: 'Last year' },
    { preset: 'LAST_12_MONTHS', label: 'Last 12 months', key: 'l' },
    { preset: 'ALL_TIME', label: 'All time', key: 'a' },
  ],
];

export const PRESETS: readonly PresetInfo[] = PRESET_GROUPS.flat();

export const isPreset = (value: unknown): value is RangePreset =>
  PRESETS.some(({ preset }) => preset === value);

export const daysLabel = ({ from, to }: Days): string =>
  from === to ? dateLabel(from) : `${dateLabel(from)} – ${dateLabel(to)}`;

export const rangeLabel = (range: Range): string =>
  range.kind === 'preset'
    ? (PRESETS.find(({ preset }) => preset === range.preset)?.label ?? range.preset)
    : daysLabel(range);

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
