import { expect, it } from 'vitest';
import { codeOf } from './iso';
import { COUNTRIES, MIDDLE, MAP_HEIGHT, MAP_WIDTH } from './geometry';
import { gridShade, shade } from './shade';

it('shows the smallest number and leaves nothing uncoloured', () => {
  expect(shade(0, 100)).toBe(0);
  expect(shade(1, 10_000)).toBeGreaterThan(0.1);
  expect(shade(100, 100)).toBe(1);
  expect(shade(5, 0)).toBe(0);
});

it('spreads a full grid from its smallest number to its largest', () => {
  expect(gridShade(10, 10, 20)).toBeCloseTo(0.1);
  expect(gridShade(20, 10, 20)).toBe(1);
  expect(gridShade(0, 0, 20)).toBe(0);
  expect(gridShade(5, 5, 5)).toBe(0.5);
});

it('knows each drawn country, but for two that have no code', () => {
  expect(COUNTRIES.filter(({ code }) => !code)).toHaveLength(2);
  expect(new Set(COUNTRIES.map(({ code }) => code)).size).toBe(COUNTRIES.length - 1);
  expect(codeOf('276', 'Germany')).toBe('DE');
  const names = new Intl.DisplayNames('en', { type: 'region' });
  for (const { code } of COUNTRIES) if (code) expect(names.of(code)).not.toBe(code);
});

it('puts each middle on the drawing', () => {
  for (const { x, y } of MIDDLE.values()) {
    expect(x).toBeGreaterThan(0);
    expect(x).toBeLessThan(MAP_WIDTH);
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(MAP_HEIGHT);
  }
});
