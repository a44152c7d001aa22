import type { Comparison, Interval, Metric, StatsInput } from '../api/generated';
import { textsNow } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';
import { parseFilter, serialiseFilter, toFilterInput, type Filter } from './filters';
import { isMetric } from './metrics';
import { DAY, intervalsFor, isPreset, toRangeInput, type Days, type Range } from './ranges';

/** What the address of a dashboard holds; everything at its default is left out. */
export interface DashboardSearch {
  range?: string;
  from?: string;
  to?: string;
  interval?: string;
  compare?: string;
  /** First and last day of a custom comparison: `2026-01-01,2026-01-31`. */
  with?: string;
  metric?: string;
  /** `table` in place of the chart. */
  view?: string;
  f?: string[];
  segment?: string;
  bots?: string;
  /** Tabs that are open instead of their panel's first. */
  tab?: string[];
  /** The property whose values are shown. */
  property?: string;
  /** The tab whose whole table is open, what is searched in it, and its order. */
  details?: string;
  find?: string;
  sort?: string;
}

export interface Sort {
  metric: Metric;
  descending: boolean;
}

export interface DashboardState {
  range: Range;
  interval: Interval;
  compare: Comparison | null;
  compareRange: Days | null;
  metric: Metric;
  asTable: boolean;
  filters: Filter[];
  segment: string | null;
  bots: boolean;
  tabs: string[];
  property: string | null;
  details: string | null;
  find: string;
  sort: Sort | null;
}

export const COMPARISONS = [
  'PREVIOUS_PERIOD',
  'PREVIOUS_YEAR',
  'SAME_WEEKDAYS',
  'CUSTOM',
  null,
] as const satisfies readonly (Comparison | null)[];

export const comparisonLabel = (comparison: Comparison | null): string =>
  textsNow(DASHBOARD).comparisons[comparison ?? 'none'];

const TEXTS = [
  'interval',
  'compare',
  'metric',
  'segment',
  'property',
  'details',
  'find',
  'sort',
] as const;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one): one is string => typeof one === 'string' && one !== '',
  );
const areDays = (from: string | undefined, to: string | undefined): boolean =>
  !!from && !!to && DAY.test(from) && DAY.test(to) && from <= to;

/** Keeps what is understood of an address and drops the rest, so that old links still open. */
export const validateSearch = (search: Record<string, unknown>): DashboardSearch => {
  const result: DashboardSearch = {};
  const from = text(search['from']);
  const to = text(search['to']);
  if (areDays(from, to)) Object.assign(result, { from, to });
  else if (isPreset(search['range'])) result.range = search['range'];
  for (const name of TEXTS) {
    const value = text(search[name]);
    if (value) result[name] = value;
  }
  const compared = text(search['with'])?.split(',');
  if (areDays(compared?.[0], compared?.[1])) result.with = search['with'] as string;
  if (search['bots'] === '1') result.bots = '1';
  if (search['view'] === 'table') result.view = 'table';
  const filters = texts(search['f']).filter((one) => parseFilter(one));
  if (filters.length) result.f = filters;
  const tabs = texts(search['tab']);
  if (tabs.length) result.tab = tabs;
  return result;
};

/** `-VISITORS` is descending. */
const readSort = (written: string | undefined): Sort | null => {
  const descending = !!written?.startsWith('-');
  const metric = descending ? written?.slice(1) : written;
  return isMetric(metric) ? { metric, descending } : null;
};

export const readSearch = (search: DashboardSearch): DashboardState => {
  const range: Range =
    search.from && search.to
      ? { kind: 'days', from: search.from, to: search.to }
      : { kind: 'preset', preset: isPreset(search.range) ? search.range : 'LAST_30_DAYS' };
  const intervals = intervalsFor(range);
  const [from, to] = search.with?.split(',') ?? [];
  const compareRange = from && to ? { from, to } : null;
  const compare = COMPARISONS.find((one) => (one ?? 'none') === search.compare);
  const usable = compare !== undefined && (compare !== 'CUSTOM' || compareRange);
  return {
    range,
    interval: intervals.find((interval) => interval === search.interval) ?? intervals[0],
    compare: usable ? compare : 'PREVIOUS_PERIOD',
    compareRange,
    metric: isMetric(search.metric) ? search.metric : 'VISITORS',
    asTable: search.view === 'table',
    filters: (search.f ?? []).flatMap((one) => parseFilter(one) ?? []),
    segment: search.segment ?? null,
    bots: search.bots === '1',
    tabs: search.tab ?? [],
    property: search.property ?? null,
    details: search.details ?? null,
    find: search.find ?? '',
    sort: readSort(search.sort),
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
  if (state.compare === 'CUSTOM' && state.compareRange)
    search.with = `${state.compareRange.from},${state.compareRange.to}`;
  if (state.metric !== 'VISITORS') search.metric = state.metric;
  if (state.asTable) search.view = 'table';
  if (state.filters.length) search.f = state.filters.map(serialiseFilter);
  if (state.segment) search.segment = state.segment;
  if (state.bots) search.bots = '1';
  if (state.tabs.length) search.tab = state.tabs;
  if (state.property) search.property = state.property;
  if (state.details) {
    search.details = state.details;
    if (state.find) search.find = state.find;
    if (state.sort) search.sort = (state.sort.descending ? '-' : '') + state.sort.metric;
  }
  return search;
};

export type BaseQuestion = Pick<
  StatsInput,
  'siteIds' | 'range' | 'filters' | 'segmentId' | 'includeBots'
>;

/** What every question of the page has in common. */
export const baseQuestion = (siteId: string, state: DashboardState): BaseQuestion => ({
  siteIds: [siteId],
  range: toRangeInput(state.range),
  filters: state.filters.map(toFilterInput),
  ...(state.segment && { segmentId: state.segment }),
  ...(state.bots && { includeBots: true }),
});

/** The same of programs, whether or not the rest of the page counts them. */
export const botsQuestion = (siteId: string, state: DashboardState): BaseQuestion => {
  const base = baseQuestion(siteId, { ...state, bots: true });
  const ofBots = toFilterInput({ dimension: 'VISITOR_TYPE', op: 'IS', values: ['bot'] });
  return { ...base, filters: [...(base.filters ?? []), ofBots] };
};

export const comparisonQuestion = (
  state: DashboardState,
): Pick<StatsInput, 'compare' | 'compareRange'> => ({
  compare: state.compare,
  ...(state.compare === 'CUSTOM' && { compareRange: state.compareRange }),
});
