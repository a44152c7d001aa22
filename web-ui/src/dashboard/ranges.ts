import type { Interval, RangeInput, RangePreset } from '../api/generated';
import { dateLabel } from '../lib/time';

export type Range =
  { kind: 'preset'; preset: RangePreset } | { kind: 'days'; from: string; to: string };

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
    { preset: 'YESTERDAY', label: 'Yesterday' },
    { preset: 'LAST_30_MINUTES', label: 'Last 30 minutes' },
    { preset: 'LAST_24_HOURS', label: 'Last 24 hours' },
  ],
  [
    { preset: 'LAST_7_DAYS', label: 'Last 7 days', key: 'w' },
    { preset: 'LAST_30_DAYS', label: 'Last 30 days', key: 'm' },
    { preset: 'LAST_90_DAYS', label: 'Last 90 days' },
  ],
  [
    { preset: 'THIS_WEEK', label: 'This week' },
    { preset: 'THIS_MONTH', label: 'This month' },
    { preset: 'LAST_MONTH', label: 'Last month' },
    { preset: 'THIS_YEAR', label: 'This year' },
  ],
  [
    { preset: 'LAST_12_MONTHS', label: 'Last 12 months', key: 'y' },
    { preset: 'ALL_TIME', label: 'All time' },
  ],
];

export const PRESETS: readonly PresetInfo[] = PRESET_GROUPS.flat();

export const isPreset = (value: unknown): value is RangePreset =>
  PRESETS.some(({ preset }) => preset === value);

export const rangeLabel = (range: Range): string => {
  if (range.kind === 'preset')
    return PRESETS.find(({ preset }) => preset === range.preset)?.label ?? range.preset;
  return range.from === range.to
    ? dateLabel(range.from)
    : `${dateLabel(range.from)} – ${dateLabel(range.to)}`;
};

export const toRangeInput = (range: Range): RangeInput =>
  range.kind === 'preset' ? { preset: range.preset } : { from: range.from, to: range.to };

const DAYS: Partial<Record<RangePreset, number>> = {
  TODAY: 1,
  YESTERDAY: 1,
  LAST_24_HOURS: 1,
  LAST_7_DAYS: 7,
  THIS_WEEK: 7,
  LAST_30_DAYS: 30,
  THIS_MONTH: 30,
  LAST_MONTH: 30,
  LAST_90_DAYS: 90,
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
