import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatChange,
  formatExact,
  formatShare,
  formatShort,
  formatTick,
} from './format';

describe('figures', () => {
  it.each([
    [1234, 'count', '1,234'],
    [41.26, 'percent', '41.3%'],
    [2.04, 'ratio', '2.0'],
    [9, 'seconds', '9s'],
    [104.4, 'seconds', '1m 44s'],
    [3725, 'seconds', '1h 02m'],
    [null, 'count', '–'],
  ] as const)('%s as %s is %s', (value, unit, expected) => {
    expect(formatExact(value, unit)).toBe(expected);
  });

  it('shortens large counts only', () => {
    expect(formatShort(9999, 'count')).toBe('9,999');
    expect(formatShort(15_900, 'count')).toBe('15.9K');
    expect(formatShort(36_000, 'seconds')).toBe('10h 00m');
  });

  it('leaves the digit off beside an axis where it is none', () => {
    expect(formatTick(20, 'percent', 'USD')).toBe('20%');
    expect(formatTick(0.4, 'percent', 'USD')).toBe('0.4%');
    expect(formatTick(15_000, 'count', 'USD')).toBe('15K');
  });

  it('keeps one digit of small shares and nothing of an empty total', () => {
    expect(formatShare(1, 30)).toBe('3.3%');
    expect(formatShare(1, 3)).toBe('33%');
    expect(formatShare(0, 0)).toBe('–');
  });

  it('caps changes', () => {
    expect(formatChange(-12.6)).toBe('13%');
    expect(formatChange(1600)).toBe('>999%');
  });

  it('says how long ago', () => {
    const now = Date.parse('2026-03-01T12:00:00Z');
    expect(formatAgo('2026-03-01T11:59:54Z', now)).toContain('6');
    expect(formatAgo('2026-02-28T12:00:00Z', now)).toBe('yesterday');
  });
});

it('shortens sums of money and bytes', () => {
  expect(formatExact(12.5, 'money', 'EUR')).toBe('€12.50');
  expect(formatShort(1_234_567, 'money', 'EUR')).toBe('€1.2M');
  expect(formatExact(3, 'money', 'not a currency')).toBe('3.0');
  expect(formatBytes(0)).toBe('0 B');
  expect(formatBytes(52_890_890)).toBe('52.9 MB');
});
