import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTexts, type Translation } from '../i18n/catalogue';
import { formatExact, formatLatency, formatUptime } from '../lib/format';
import { concerns, type Health } from '../pipeline/history';
import { usePipeline } from '../pipeline/usePipeline';
import { LiveDot } from '../ui/LiveDot';
import { FLOW } from '../i18n/flow';

const figures = (
  health: Health,
  t: Translation<(typeof FLOW)['en']['health']>,
): readonly (readonly [string, string])[] => [
  [t.uptime, formatUptime(health.uptimePercent)],
  [t.latency, formatLatency(health.latencyMs.p95)],
  [t.queued, formatExact(health.queued, 'count')],
  [t.failed, formatExact(health.failedPerMinute, 'count')],
  [t.received, formatExact(health.receivedPerMinute, 'count')],
];

/** How the pipeline fares, in one line. */
export function HealthStrip({ paused }: { paused: boolean }): ReactElement | null {
  const t = useTexts(FLOW);
  const { health } = usePipeline(paused);
  if (!health) return null;
  const [concern] = concerns(health);
  return (
    <Link
      to="/pipeline"
      data-testid="health"
      className="card flex flex-wrap items-center gap-x-8 gap-y-2 px-4 py-3 hover:border-line-strong sm:px-5"
    >
      <span
        className={`flex items-center gap-2.5 font-medium ${concern ? 'text-bad' : 'text-good'}`}
      >
        <LiveDot active={!concern && !paused} />
        {concern ?? t.flows}
      </span>
      {figures(health, t.health).map(([label, value]) => (
        <span key={label} className="text-[13px] whitespace-nowrap text-soft">
          <b className="figures font-semibold text-ink">{value}</b> {label}
        </span>
      ))}
    </Link>
  );
}
