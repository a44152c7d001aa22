import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { formatExact } from '../lib/format';
import { concerns, type Health } from '../pipeline/history';
import { usePipeline } from '../pipeline/usePipeline';
import { LiveDot } from '../ui/LivePill';

const figures = (health: Health): readonly (readonly [string, string])[] => [
  ['uptime', `${health.uptimePercent.toFixed(health.uptimePercent === 100 ? 0 : 2)}%`],
  ['latency, 95%', `${health.latencyMs.p95.toFixed(0)} ms`],
  ['queued', formatExact(health.queued, 'count')],
  ['failed / min', formatExact(health.failedPerMinute, 'count')],
  ['received / min', formatExact(health.receivedPerMinute, 'count')],
];

/** How the pipeline fares, in one line. */
export function HealthStrip({ paused }: { paused: boolean }): ReactElement | null {
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
        {concern ?? 'Data flows'}
      </span>
      {figures(health).map(([label, value]) => (
        <span key={label} className="text-[13px] whitespace-nowrap text-soft">
          <b className="figures font-semibold text-ink">{value}</b> {label}
        </span>
      ))}
    </Link>
  );
}
