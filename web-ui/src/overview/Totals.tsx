import type { ReactElement } from 'react';
import type { Metric, StatsInput } from '../api/generated';
import { metricInfo } from '../dashboard/metrics';
import type { BaseQuestion } from '../dashboard/search';
import { useLiveStats } from '../dashboard/useOverview';
import { formatExact, formatShort } from '../lib/format';
import { Counter } from '../live/Counter';
import { Change } from '../ui/Change';
import { LiveDot } from '../ui/LiveDot';
import { Failure, Skeleton } from '../ui/states';
import { useTexts } from '../i18n/catalogue';
import { FLOW } from '../i18n/flow';
import { DASHBOARD } from '../i18n/dashboard';

const METRICS: Metric[] = ['EVENTS', 'SESSIONS', 'PAGEVIEWS', 'CONVERSIONS', 'VISITORS'];

interface TotalsProps {
  question: BaseQuestion;
  live: boolean;
  activeSites: number | undefined;
  sites: number;
}

/** All sites together, beside the period before. */
export function Totals({ question, live, activeSites, sites }: TotalsProps): ReactElement {
  const t = useTexts(FLOW);
  const words = useTexts(DASHBOARD);
  const input: StatsInput = { ...question, metrics: METRICS, compare: 'PREVIOUS_PERIOD' };
  const result = useLiveStats(input, !live);
  const totals = result.data?.totals;
  if (result.status === 'failed' && !totals)
    return (
      <section className="card" aria-label={t.totals}>
        <Failure error={result.error} onRetry={result.retry} />
      </section>
    );
  return (
    <section
      aria-label={t.totals}
      className={`card grid grid-cols-2 gap-px overflow-hidden bg-line sm:grid-cols-3 xl:grid-cols-6 ${result.status === 'loading' && totals ? 'opacity-60' : ''}`}
    >
      {METRICS.map((metric, index) => {
        const { label, meaning, unit, better } = metricInfo(metric);
        const before = totals?.comparison?.[index];
        return (
          <div
            key={metric}
            className="bg-surface px-4 py-4 sm:px-5"
            title={meaning}
            data-testid={`total-${metric}`}
          >
            <p className="text-[12.5px] font-medium text-soft">{label}</p>
            {totals ? (
              <>
                <p className="mt-1 flex flex-wrap items-baseline gap-x-2 text-[25px] leading-8 font-semibold tracking-[-0.02em]">
                  <Counter
                    value={totals.metrics[index] ?? 0}
                    format={(value) => formatShort(value, unit)}
                  />
                  <Change change={totals.change?.[index]} better={better} />
                </p>
                <p className="figures text-[12px] text-faint">
                  {before == null ? '\u00a0' : words.before(formatShort(before, unit))}
                </p>
              </>
            ) : (
              <Skeleton className="mt-2 h-9 w-24" />
            )}
          </div>
        );
      })}
      <div className="bg-surface px-4 py-4 sm:px-5" data-testid="active-sites">
        <p className="text-[12.5px] font-medium text-soft">{t.activeSites}</p>
        <p className="mt-1 flex items-center gap-2.5 text-[25px] leading-8 font-semibold tracking-[-0.02em]">
          <LiveDot active={!!activeSites} />
          {activeSites === undefined ? '–' : formatExact(activeSites, 'count')}
        </p>
        <p className="figures text-[12px] text-faint">{t.ofSites(formatExact(sites, 'count'))}</p>
      </div>
    </section>
  );
}
