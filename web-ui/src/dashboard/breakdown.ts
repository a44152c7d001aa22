import type { Dimension, StatsFieldsFragment } from '../api/generated';
import { nameOf } from '../lib/names';

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
      key: value === null ? 'null' : '=' + value,
      value,
      name: nameOf(dimension, value),
      count,
      share: total ? count / total : 0,
      length: largest ? count / largest : 0,
    };
  });
};
