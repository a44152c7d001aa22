import type { LivePipelineSubscription } from '../api/generated';
import { textsNow } from '../i18n/catalogue';
import { FLOW } from '../i18n/flow';

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
export const concerns = (health: Health): string[] => {
  const t = textsNow(FLOW).concerns;
  return [
    ...(health.failedPerMinute > 0 ? [t.fail] : []),
    ...(health.log.bytesMax > 0 && health.log.bytes / health.log.bytesMax > 0.8 ? [t.full] : []),
    ...(health.queued > 10_000 ? [t.wait] : []),
  ];
};
