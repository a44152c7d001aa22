import type { WeekStart } from '../api/generated';

export const HOURS = 24;
export const DAYS = 7;

interface Row {
  dimensions: readonly (string | null)[];
  metrics: readonly (number | null)[];
}

/** Places of the weekdays in the order in which they are shown. */
export const daysFrom = (weekStart: WeekStart): number[] =>
  weekStart === 'SUNDAY' ? [6, 0, 1, 2, 3, 4, 5] : [0, 1, 2, 3, 4, 5, 6];

/** Figures by [weekday from Monday][hour]; what has no row is nought. */
export const toHours = (rows: readonly Row[]): number[][] => {
  const grid = Array.from({ length: DAYS }, () => new Array<number>(HOURS).fill(0));
  for (const { dimensions, metrics } of rows) {
    const day = grid[Number(dimensions[0]) - 1];
    const hour = Number(dimensions[1]);
    if (day && hour >= 0 && hour < HOURS) day[hour] = metrics[0] ?? 0;
  }
  return grid;
};
