import type { Dimension, Metric, StatsFieldsFragment } from '../api/generated';
import { nameOf } from '../lib/names';
import { canMeasure } from './dimensions';
import { chosenValue, type Filter } from './filters';
import { metricInfo } from './metrics';
import type { PanelTab } from './panels';

export interface BreakdownRow {
  key: string;
  /** As the server knows it; null is not set. */
  value: string | null;
  name: string;
  count: number;
  /** Of all, 0–1. */
  share: number;
  /** Of the largest, 0–1: the length of the bar. */
  length: number;
}

export const rowKey = (value: string | null): string => (value === null ? 'null' : '=' + value);

export const toBreakdown = (
  dimension: Dimension,
  result: Pick<StatsFieldsFragment, 'rows' | 'totals'>,
  hidesNotSet = false,
): BreakdownRow[] => {
  const rows = result.rows.filter((row) => !hidesNotSet || row.dimensions[0] != null);
  const total = result.totals.metrics[0] ?? 0;
  const largest = Math.max(0, ...rows.map((row) => row.metrics[0] ?? 0));
  return rows.map((row) => {
    const value = row.dimensions[0] ?? null;
    const count = row.metrics[0] ?? 0;
    return {
      key: rowKey(value),
      value,
      name: nameOf(dimension, value),
      count,
      share: total ? count / total : 0,
      length: largest ? count / largest : 0,
    };
  });
};

/** What a tab tells apart: within a value that is filtered for, its parts. */
export interface Level {
  dimension: Dimension;
  /** The value whose parts these are. */
  within: string | null;
}

export const levelOf = (tab: PanelTab, filters: readonly Filter[]): Level => {
  const value = tab.within && chosenValue(filters, tab.dimension);
  return value == null
    ? { dimension: tab.dimension, within: null }
    : { dimension: tab.within!, within: value };
};

/** A list follows the chosen card where that is a number of things, which can be ranked; a rate cannot. */
export const panelMetric = (tab: PanelTab, dimension: Dimension, chosen: Metric): Metric => {
  const { unit } = metricInfo(chosen);
  const ranks =
    (unit === 'count' || unit === 'money') &&
    chosen !== 'VISITORS' &&
    chosen !== 'AVERAGE_ORDER_VALUE' &&
    chosen !== 'REVENUE_PER_VISITOR';
  // What happened is counted as such: of most events there is no page view, visit or order.
  if (ranks && tab.metric !== 'EVENTS' && canMeasure(dimension, chosen)) return chosen;
  return canMeasure(dimension, tab.metric) ? tab.metric : 'VISITORS';
};
