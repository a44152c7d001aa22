import { expect, it } from 'vitest';
import { toBreakdown } from './breakdown';

const row = (name: string | null, count: number | null) => ({
  dimensions: [name],
  metrics: [count],
  comparison: null,
  change: null,
  partial: false,
});
const totals = { metrics: [200], comparison: null, change: null, partial: false };

it('gives shares of the total and bars of the largest', () => {
  const [first, second] = toBreakdown('COUNTRY', { rows: [row('DE', 100), row(null, 50)], totals });
  expect(first).toMatchObject({ name: 'Germany', share: 0.5, length: 1 });
  expect(second).toMatchObject({ name: '(not set)', value: null, share: 0.25, length: 0.5 });
});

it('can leave out what is not set', () => {
  expect(
    toBreakdown('CAMPAIGN', { rows: [row(null, 90), row('x', 10)], totals }, true),
  ).toMatchObject([{ name: 'x', length: 1 }]);
});

it('survives empty answers and missing figures', () => {
  const nothing = { ...totals, metrics: [0] };
  expect(toBreakdown('PAGE', { rows: [], totals: nothing })).toEqual([]);
  expect(toBreakdown('PAGE', { rows: [row('/', null)], totals: nothing })).toMatchObject([
    { count: 0, share: 0, length: 0 },
  ]);
});

it('tells a value "null" from a missing one', () => {
  const keys = toBreakdown('PAGE', { rows: [row(null, 1), row('null', 1)], totals }).map(
    ({ key }) => key,
  );
  expect(new Set(keys).size).toBe(2);
});
