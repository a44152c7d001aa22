import type { Interval, StatsFieldsFragment } from '../api/generated';
import { longTime, shortTime } from '../lib/time';

export interface Point {
  at: string;
  label: string;
  readonly title: string;
  /** Null where a ratio has nothing below it. */
  value: number | null;
  previous: number | null;
  change: number | null;
  partial: boolean;
}

/** Hours of more days than one are told apart by their day. */
const HOURS_OF_A_DAY_MAX = 26;

export const toPoints = (
  rows: StatsFieldsFragment['rows'],
  metricIndex: number,
  interval: Interval,
): Point[] => {
  const marks = interval === 'HOUR' && rows.length > HOURS_OF_A_DAY_MAX ? 'DAY' : interval;
  return rows.map((row) => {
    const at = row.dimensions[0] ?? '';
    return {
      at,
      label: shortTime(at, marks),
      // Of most points nobody asks; the first long date takes the browser a while.
      get title() {
        return longTime(at, interval);
      },
      value: row.metrics[metricIndex] ?? null,
      previous: row.comparison?.[metricIndex] ?? null,
      change: row.change?.[metricIndex] ?? null,
      partial: row.partial,
    };
  });
};

/**
 * A bucket that has not begun yet has no figures, and neither has its comparison, which is cut at the
 * same elapsed time: both lines end before it.
 */
export const withoutFuture = (points: readonly Point[], now: number): Point[] =>
  points.map((point) =>
    Date.parse(point.at) > now ? { ...point, value: null, previous: null, change: null } : point,
  );

/** Which of the two lines of a chart. */
export type Line = 'value' | 'previous';

export interface Segment {
  from: number;
  to: number;
  partial: boolean;
}

/**
 * Cuts the line where it is broken by a missing value and where partial buckets begin or end. Two
 * neighbours share their point, so that the drawn line is continuous; a stretch is partial when one
 * of its ends is.
 */
export const segments = (
  points: readonly Pick<Point, 'value' | 'previous' | 'partial'>[],
  line: Line,
): Segment[] => {
  const found: Segment[] = [];
  for (let index = 0; index + 1 < points.length; index++) {
    const left = points[index]!;
    const right = points[index + 1]!;
    if (left[line] === null || right[line] === null) continue;
    const partial = left.partial || right.partial;
    const last = found.at(-1);
    if (last?.to === index && last.partial === partial) last.to = index + 1;
    else found.push({ from: index, to: index + 1, partial });
  }
  return found;
};

/** Where a value stands between two that are missing: no line reaches it, so that it has to be drawn by itself. */
export const lone = (points: readonly Pick<Point, 'value' | 'previous'>[], line: Line): number[] =>
  points.flatMap((_, index) => {
    const isKnown = (at: number): boolean => points[at] !== undefined && points[at][line] !== null;
    return isKnown(index) && !isKnown(index - 1) && !isKnown(index + 1) ? [index] : [];
  });

/** Where labels change, of which every n-th, so that at most `max` stand on the axis. */
export const tickIndexes = (labels: readonly string[], max: number): number[] => {
  const changes = labels.flatMap((label, index) => (label === labels[index - 1] ? [] : [index]));
  const step = Math.max(1, Math.ceil(changes.length / Math.max(1, max)));
  return changes.filter((_, index) => index % step === 0);
};
