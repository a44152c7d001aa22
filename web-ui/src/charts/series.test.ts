import { describe, expect, it } from 'vitest';
import { lone, segments, tickIndexes, toPoints, withoutFuture } from './series';

const point = (value: number | null, partial = false) => ({ value, previous: value, partial });

describe('segments', () => {
  it.each([
    [[point(1), point(2), point(3)], [{ from: 0, to: 2, partial: false }]],
    [
      [point(1), point(2), point(3, true)],
      [
        { from: 0, to: 1, partial: false },
        { from: 1, to: 2, partial: true },
      ],
    ],
    [
      [point(1, true), point(2), point(3)],
      [
        { from: 0, to: 1, partial: true },
        { from: 1, to: 2, partial: false },
      ],
    ],
    [
      [point(1), point(2), point(null), point(4), point(5)],
      [
        { from: 0, to: 1, partial: false },
        { from: 3, to: 4, partial: false },
      ],
    ],
    [[point(1)], []],
    [[], []],
  ])('%#', (points, expected) => {
    expect(segments(points, 'value')).toEqual(expected);
  });
});

it.each([
  [[point(1), point(null), point(3), point(4)], [0]],
  [
    [point(null), point(2), point(null), point(4)],
    [1, 3],
  ],
  [[point(1)], [0]],
  [[point(1), point(2)], []],
  [[point(null)], []],
])('finds the values that no line reaches, %#', (points, expected) => {
  expect(lone(points, 'value')).toEqual(expected);
});

it('reads the metric it is told from each row', () => {
  const [only] = toPoints(
    [
      {
        dimensions: ['2026-03-01T00:00:00+01:00'],
        metrics: [5, 7],
        comparison: [4, null],
        change: [25, null],
        partial: true,
      },
    ],
    1,
    'DAY',
  );
  expect(only).toMatchObject({ value: 7, previous: null, change: null, partial: true });
});

it('ends the line before buckets that have not begun', () => {
  const points = toPoints(
    ['2026-03-01T10:00:00Z', '2026-03-01T11:00:00Z'].map((at) => ({
      dimensions: [at],
      metrics: [0],
      comparison: [3],
      change: [-100],
      partial: true,
    })),
    0,
    'HOUR',
  );
  const cut = withoutFuture(points, Date.parse('2026-03-01T10:30:00Z'));
  expect(cut.map(({ value }) => value)).toEqual([0, null]);
  expect(cut.map(({ previous }) => previous)).toEqual([3, null]);
});

it('never writes more labels than fit', () => {
  const days = (count: number): string[] => Array.from({ length: count }, (_, day) => String(day));
  expect(tickIndexes(days(30), 10)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
  expect(tickIndexes(days(5), 10)).toEqual([0, 1, 2, 3, 4]);
  expect(tickIndexes([], 10)).toEqual([]);
  expect(tickIndexes(days(24), 0.5)).toEqual([0]);
  expect(tickIndexes(['Mon', 'Mon', 'Tue', 'Tue', 'Wed'], 10)).toEqual([0, 2, 4]);
});
