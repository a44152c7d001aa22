import { expect, it } from 'vitest';
import { includesNow, intervalsFor, isPreset, rangeLabel, toRangeInput } from './ranges';

it.each([
  ['LAST_30_MINUTES', ['MINUTE']],
  ['TODAY', ['HOUR']],
  ['LAST_7_DAYS', ['DAY', 'HOUR']],
  ['LAST_30_DAYS', ['DAY', 'WEEK']],
  ['LAST_12_MONTHS', ['MONTH', 'WEEK', 'DAY']],
] as const)('offers buckets that suit %s', (preset, expected) => {
  expect(intervalsFor({ kind: 'preset', preset })).toEqual(expected);
});

it('counts custom days inclusively', () => {
  expect(intervalsFor({ kind: 'days', from: '2026-01-05', to: '2026-01-05' })).toEqual(['HOUR']);
  expect(toRangeInput({ kind: 'days', from: '2026-01-05', to: '2026-01-06' })).toEqual({
    from: '2026-01-05',
    to: '2026-01-06',
  });
});

it('knows whether new events matter', () => {
  expect(includesNow({ kind: 'preset', preset: 'YESTERDAY' }, '2026-01-05')).toBe(false);
  expect(includesNow({ kind: 'preset', preset: 'LAST_30_DAYS' }, '2026-01-05')).toBe(true);
  expect(includesNow({ kind: 'days', from: '2026-01-01', to: '2026-01-04' }, '2026-01-05')).toBe(
    false,
  );
  expect(includesNow({ kind: 'days', from: '2026-01-01', to: '2026-01-05' }, '2026-01-05')).toBe(
    true,
  );
});

it('names ranges', () => {
  expect(rangeLabel({ kind: 'preset', preset: 'LAST_7_DAYS' })).toBe('Last 7 days');
  expect(rangeLabel({ kind: 'days', from: '2026-01-05', to: '2026-01-05' })).not.toContain('–');
  expect(isPreset('LAST_DECADE')).toBe(false);
});
