import type { LivePipelineSubscription } from '../api/generated';

export type Health = LivePipelineSubscription['pipeline'];

/** Five minutes at one a second. */
export const HISTORY_MAX = 300;

export interface Moment {
  received: number;
  processed: number;
  latency: number;
  cpu: number;
}

export const remembered = (history: readonly Moment[], health: Health): Moment[] => [
  ...history.slice(1 - HISTORY_MAX),
  {
    received: health.receivedPerMinute,
    processed: health.processedPerMinute,
    latency: health.latencyMs.p95,
    cpu: health.resources.cpuPercent,
  },
];

export type PipelineFailure = Health['errors'][number];

/** What deserves a look, the worst first. */
export const concerns = (health: Health): string[] => [
  ...(health.failedPerMinute > 0 ? ['Events fail.'] : []),
  ...(health.log.bytesMax > 0 && health.log.bytes / health.log.bytesMax > 0.8
    ? ['The log is nearly full; events are refused when it is.']
    : []),
  ...(health.queued > 10_000 ? ['Events wait to be processed.'] : []),
];
