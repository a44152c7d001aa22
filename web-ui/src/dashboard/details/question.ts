import type { Dimension, FilterInput, Metric, StatsInput } from '../../api/generated';
import { nameOf } from '../../lib/names';
import { canMeasure, isEventScope, isOfSessions } from '../dimensions';
import { METRICS } from '../metrics';
import { baseQuestion, botsQuestion, comparisonQuestion, type DashboardState } from '../search';
import { BOTS, type PanelTab } from '../panels';

export const DEFAULT_COLUMNS: readonly Metric[] = [
  'VISITORS',
  'SESSIONS',
  'PAGEVIEWS',
  'BOUNCE_RATE',
  'SESSION_DURATION',
  'CONVERSION_RATE',
];

/** Stored as codes, known by names. */
const CODES = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const countriesNamed = (search: string): string[] => {
  const found: string[] = [];
  const lower = search.toLowerCase();
  for (const first of CODES)
    for (const second of CODES) {
      const name = nameOf('COUNTRY', first + second);
      if (name !== first + second && name.toLowerCase().includes(lower)) found.push(first + second);
    }
  return found;
};

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/&~#-]/g, '\\$&');

/** Rows whose value contains what is searched, in any case. */
export const searchFilter = (
  dimension: Dimension,
  key: string | null,
  search: string,
): FilterInput[] => {
  const wanted = search.trim();
  if (!wanted) return [];
  if (dimension === 'COUNTRY') {
    const codes = countriesNamed(wanted);
    // Nothing is called so: a value that no row has.
    return [{ dimension, op: 'IS', values: codes.length ? codes : ['-'] }];
  }
  return [
    {
      dimension,
      ...(key !== null && { key }),
      op: 'MATCHES',
      values: [`(?i)${literal(wanted)}`],
    },
  ];
};

/**
 * The columns that can be shown: all that the dimension tells apart. A search among an event's values
 * picks events, and the visits that have one of them also have others, so figures of visits stay away.
 */
export const columnsFor = (
  dimension: Dimension,
  wanted: readonly Metric[],
  searching: boolean,
): Metric[] => {
  const isFine = (metric: Metric): boolean =>
    canMeasure(dimension, metric) &&
    !(searching && isEventScope(dimension) && isOfSessions(metric));
  const columns = METRICS.map(({ metric }) => metric).filter(
    (metric) => wanted.includes(metric) && isFine(metric),
  );
  return columns.length ? columns : ['VISITORS'];
};

export interface DetailsQuestion {
  input: StatsInput;
  columns: Metric[];
  /** What the rows are ordered by. */
  sort: { metric: Metric; descending: boolean };
}

export const detailsQuestion = (
  siteId: string,
  state: DashboardState,
  tab: PanelTab,
  dimension: Dimension,
  wanted: readonly Metric[],
): DetailsQuestion => {
  const key = tab.view === 'properties' ? (state.property ?? '') : null;
  const columns = columnsFor(dimension, wanted, state.find.trim() !== '');
  const base = (tab === BOTS ? botsQuestion : baseQuestion)(siteId, state);
  const fallback = columns.includes(tab.metric) ? tab.metric : columns[0]!;
  const sort =
    state.sort && columns.includes(state.sort.metric)
      ? state.sort
      : { metric: fallback, descending: true };
  const hidden: FilterInput[] = tab.hidesNotSet
    ? [{ dimension, ...(key !== null && { key }), op: 'IS_SET' }]
    : [];
  return {
    columns,
    sort,
    input: {
      ...base,
      ...comparisonQuestion(state),
      filters: [...(base.filters ?? []), ...hidden, ...searchFilter(dimension, key, state.find)],
      metrics: columns,
      dimensions: [dimension],
      ...(key !== null && { propertyKeys: [key] }),
      orderBy: [
        { metric: sort.metric, direction: sort.descending ? 'DESC' : 'ASC' },
        { dimension, direction: 'ASC' },
      ],
    },
  };
};
