import { expect, it } from 'vitest';
import { concerns, HISTORY_MAX, matchingErrors, remembered, type Health } from './history';

const health: Health = {
  at: '2026-03-01T00:00:00Z',
  receivedPerMinute: 60,
  processedPerMinute: 60,
  failedPerMinute: 0,
  rejectedPerMinute: 0,
  queued: 0,
  latencyMs: { p50: 1, p95: 2, p99: 3 },
  checkpointAgeSec: 1,
  lowWaterLag: 0,
  log: { bytes: 1, bytesMax: 100 },
  tables: [],
  partitions: [],
  sites: [],
  resources: { cpuPercent: 1, memoryBytes: 1 },
  uptimePercent: 100,
  errors: [],
};
const error = (code: string, siteId: string | null) => ({
  siteId,
  code,
  message: `because of ${code}`,
  count: 1,
  first: '',
  last: '',
});

it('forgets what is older than five minutes', () => {
  let history = remembered([], health);
  for (let index = 0; index < HISTORY_MAX + 10; index++) history = remembered(history, health);
  expect(history).toHaveLength(HISTORY_MAX);
});

it('finds errors by code, message and site', () => {
  const errors = [error('origin_not_allowed', 'a'), error('too_large', null)];
  const find = (search: string, siteId: string | null = null): string[] =>
    matchingErrors(errors, search, siteId, () => 'The Shop').map(({ code }) => code);
  expect(find('')).toHaveLength(2);
  expect(find('TOO')).toEqual(['too_large']);
  expect(find('shop')).toEqual(['origin_not_allowed']);
  expect(find('', 'a')).toEqual(['origin_not_allowed']);
  expect(find('nothing')).toEqual([]);
});

it('is concerned by failures and by a log that fills up', () => {
  expect(concerns(health)).toEqual([]);
  expect(
    concerns({ ...health, failedPerMinute: 1, log: { bytes: 90, bytesMax: 100 } }),
  ).toHaveLength(2);
});
