import { expect, it } from 'vitest';
import { sparklinePoints } from './Sparkline';

it('spans the width and stays within the height', () => {
  expect(sparklinePoints([0, 10])).toBe('0.0,30.0 120.0,2.0');
  expect(sparklinePoints([0, 0])).toBe('0.0,30.0 120.0,30.0');
  expect(sparklinePoints([5])).toBe('0.0,16.0');
  expect(sparklinePoints([])).toBe('');
});
