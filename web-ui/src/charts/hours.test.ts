import { expect, it } from 'vitest';
import { toHours } from './hours';

it('puts each figure in its place and nothing elsewhere', () => {
  const grid = toHours([
    { dimensions: ['1', '00'], metrics: [5] },
    { dimensions: ['7', '23'], metrics: [null] },
    { dimensions: ['6', '08'], metrics: [2] },
    { dimensions: [null, '08'], metrics: [9] },
    { dimensions: ['8', '25'], metrics: [9] },
  ]);
  expect(grid).toHaveLength(7);
  expect(grid.every((day) => day.length === 24)).toBe(true);
  expect(grid[0]![0]).toBe(5);
  expect(grid[5]![8]).toBe(2);
  expect(grid.flat().reduce((sum, value) => sum + value, 0)).toBe(7);
});
