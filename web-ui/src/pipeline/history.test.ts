import { expect, it } from 'vitest';
import { concerns, HISTORY_MAX, remembered, type Health } from './history';

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
it('forgets what is older than five minutes', () => {
  let history = remembered([], health);
  for (let index = 0; index < HISTORY_MAX + 10; index++) history = remembered(history, health);
  expect(history).toHaveLength(HISTORY_MAX);
});

it('is concerned by failures and by a log that fills up', () => {
  expect(concerns(health)).toEqual([]);
  expect(
    concerns({ ...health, failedPerMinute: 1, log: { bytes: 90, bytesMax: 100 } }),
  ).toHaveLength(2);
});
