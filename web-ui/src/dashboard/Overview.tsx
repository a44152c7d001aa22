import { lazy, memo, Suspense, useState, type ReactElement } from 'react';
import { useNow } from '../lib/useNow';
import { LineChart, Table } from '../ui/icons';
import { Failure, Skeleton } from '../ui/states';
import { IntervalSwitch } from './IntervalSwitch';
import { MetricCards } from './MetricCards';
import { CARDS, cardIndex } from './metrics';
import { comparisonLabel } from './search';
import { toPoints, withoutFuture } from './series';
import { TimeTable } from './TimeTable';
import type { Dashboard } from './useDashboard';
import { useOverview } from './useOverview';

const TimeChart = lazy(() => import('./TimeChart'));

const chartSkeleton = (
  <div className="flex h-[280px] items-end gap-2 px-5 pb-8" aria-label="Loading">
    {[38, 52, 44, 70, 61, 80, 55, 66, 48, 74, 63, 58].map((height, index) => (
      <div key={index} className="flex-1" style={{ height: `${height}%` }}>
        <Skeleton className="h-full w-full" />
      </div>
    ))}
  </div>
);

/** The metric cards and, below them, the chosen metric over time. */
export const Overview = memo(function Overview({
  dashboard,
}: {
  dashboard: Dashboard;
}): ReactElement {
  const { siteId, state, change } = dashboard;
  const overview = useOverview(siteId, state);
  const [asTable, setAsTable] = useState(false);
  const now = useNow(30_000);
  const info = CARDS[cardIndex(state.metric)]!;
  const stats = overview.data;
  const points =
    stats && withoutFuture(toPoints(stats.rows, cardIndex(state.metric), state.interval), now);

  const drawing = (): ReactElement => {
    if (overview.status === 'failed' && !points)
      return (
        <div className="h-[280px]">
          <Failure error={overview.error} onRetry={overview.retry} />
        </div>
      );
    if (!points) return chartSkeleton;
    if (asTable) return <TimeTable points={points} info={info} />;
    return (
      <Suspense fallback={chartSkeleton}>
        <TimeChart points={points} info={info} />
      </Suspense>
    );
  };

  return (
    <section className="card overflow-hidden" aria-label="Overview">
      <MetricCards
        totals={stats?.totals}
        stale={overview.status === 'loading' && !!stats}
        chosen={state.metric}
        onChoose={(metric) => change({ metric })}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-2 px-4 pt-4 pb-1 sm:px-5">
        <p className="flex items-center gap-4 text-[12.5px] whitespace-nowrap text-soft">
          <span className="flex items-center gap-1.5">
            <span className="h-0.5 w-4 rounded bg-accent" />
            {info.label}
          </span>
          {state.compare && (
            <span className="flex items-center gap-1.5">
              <span className="h-0.5 w-4 rounded bg-compare" />
              {comparisonLabel(state.compare)}
            </span>
          )}
        </p>
        <div className="ml-auto flex items-center gap-2">
          <IntervalSwitch
            range={state.range}
            interval={state.interval}
            onChoose={(interval) => change({ interval })}
          />
          <button
            type="button"
            className="grid size-8 place-content-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
            aria-pressed={asTable}
            aria-label="Show as a table"
            title="Show as a table"
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? <LineChart /> : <Table />}
          </button>
        </div>
      </div>
      <div className={overview.status === 'loading' ? 'opacity-60 transition-opacity' : ''}>
        {drawing()}
      </div>
    </section>
  );
});
