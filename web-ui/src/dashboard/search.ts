import type { Comparison, Interval, StatsInput } from '../api/generated';
import { parseFilter, serialiseFilter, toFilterInputs, type Filter } from './filters';
import { isCardMetric, type CardMetric } from './metrics';
import { intervalsFor, isPreset, toRangeInput, type Range } from './ranges';

/** What the address of a dashboard holds; everything at its default is left out. */
export interface DashboardSearch {
  range?: string;
  from?: string;
  to?: string;
  interval?: string;
  compare?: string;
  metric?: string;
  f?: string[];
}

export interface DashboardState {
  range: Range;
  interval: Interval;
  compare: Comparison | null;
  metric: CardMetric;
  filters: Filter[];
}

export const COMPARISONS: readonly { value: Comparison | null; label: string }[] = [
  { value: 'PREVIOUS_PERIOD', label: 'Previous period' },
  { value: 'PREVIOUS_YEAR', label: 'Previous year' },
  { value: 'SAME_WEEKDAYS', label: 'Same weekdays' },
  { value: null, label: 'No comparison' },
];

export const comparisonLabel = (comparison: Comparison): string =>
  COMPARISONS.find(({ value }) => value === comparison)?.label ?? comparison;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/** Keeps what is understood of an address and drops the rest, so that old links still open. */
export const validateSearch = (search: Record<string, unknown>): DashboardSearch => {
  const listed = Array.isArray(search['f']) ? search['f'] : search['f'] ? [search['f']] : [];
  const filters = listed.filter(
    (one): one is string => !!text(one) && !!parseFilter(one as string),
  );
  const result: DashboardSearch = {};
  const from = text(search['from']);
  const to = text(search['to']);
  if (from && to && DAY.test(from) && DAY.test(to) && from <= to)
    Object.assign(result, { from, to });
  else if (isPreset(search['range'])) result.range = search['range'];
  for (const name of ['interval', 'compare', 'metric'] as const) {
    const value = text(search[name]);
    if (value) result[name] = value;
  }
  if (filters.length) result.f = filters;
  return result;
};

export const readSearch = (search: DashboardSearch): DashboardState => {
  const range: Range =
    search.from && search.to
      ? { kind: 'days', from: search.from, to: search.to }
      : { kind: 'preset', preset: isPreset(search.range) ? search.range : 'LAST_30_DAYS' };
  const intervals = intervalsFor(range);
  const compare = COMPARISONS.find(({ value }) => (value ?? 'none') === search.compare);
  return {
    range,
    interval: intervals.find((interval) => interval === search.interval) ?? intervals[0],
    compare: compare ? compare.value : 'PREVIOUS_PERIOD',
    metric: isCardMetric(search.metric) ? search.metric : 'VISITORS',
    filters: (search.f ?? []).flatMap((one) => parseFilter(one) ?? []),
  };
};

export const writeSearch = (state: DashboardState): DashboardSearch => {
  const search: DashboardSearch = {};
  if (state.range.kind === 'days') {
    search.from = state.range.from;
    search.to = state.range.to;
  } else if (state.range.preset !== 'LAST_30_DAYS') search.range = state.range.preset;
  if (state.interval !== intervalsFor(state.range)[0]) search.interval = state.interval;
  if (state.compare !== 'PREVIOUS_PERIOD') search.compare = state.compare ?? 'none';
  if (state.metric !== 'VISITORS') search.metric = state.metric;
  if (state.filters.length) search.f = state.filters.map(serialiseFilter);
  return search;
};

/** What every question of the page has in common. */
export const baseQuestion = (
  siteId: string,
  state: DashboardState,
): Pick<StatsInput, 'siteIds' | 'range' | 'filters'> => ({
  siteIds: [siteId],
  range: toRangeInput(state.range),
  filters: toFilterInputs(state.filters),
});
