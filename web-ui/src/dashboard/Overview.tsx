import { memo, useEffect, type ReactElement } from 'react';
import { ChartSkeleton, LazyTimeChart } from '../charts/LazyTimeChart';
import { toPoints, withoutFuture } from '../charts/series';
import { TimeTable } from '../charts/TimeTable';
import { formatShare } from '../lib/format';
import { useNow } from '../lib/useNow';
import { useStored } from '../lib/useStored';
import { LineChart, Table } from '../ui/icons';
import { Failure } from '../ui/states';
import { Sliders } from './icons';
import { IntervalSwitch } from './IntervalSwitch';
import { MetricCards } from './MetricCards';
import { MetricPicker } from './MetricPicker';
import { metricInfo } from './metrics';
import { acceptCards, cardsKey, overviewQuestion } from './overview-question';
import { comparisonLabel } from './search';
import type { Dashboard } from './useDashboard';
import { useLiveStats } from './useOverview';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

interface OverviewProps {
  dashboard: Dashboard;
  currency: string;
  /** Whether what arrives now can change the figures, and may. */
  live: boolean;
  /** Called when there is something to see, or a reason why not. */
  onSettled: () => void;
}

const ICON_BUTTON =
  'grid size-8 place-content-center rounded-lg text-soft hover:bg-sunken hover:text-ink';

/** The metric cards and, below them, the chosen metric over time: one question, whose totals are the cards. */
export const Overview = memo(function Overview({
  dashboard,
  currency,
  live,
  onSettled,
}: OverviewProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const { siteId, state, change } = dashboard;
  const [cards, setCards] = useStored(cardsKey(siteId), acceptCards);
  const now = useNow(30_000);
  const input = overviewQuestion(siteId, state, cards);
  const { metrics } = input;
  const overview = useLiveStats(input, !live);
  const isSettled = overview.status !== 'loading';
  useEffect(() => {
    if (isSettled) onSettled();
  }, [isSettled, onSettled]);
  const info = metricInfo(state.metric);
  const stats = overview.data;
  // Figures that belong to another choice of metrics stay away until theirs are there.
  const fits = stats?.totals.metrics.length === metrics.length;
  const points =
    stats && fits
      ? withoutFuture(toPoints(stats.rows, metrics.indexOf(state.metric), state.interval), now)
      : undefined;

  const drawing = (): ReactElement => {
    if (overview.status === 'failed' && !points)
      return (
        <div className="h-[290px]">
          <Failure error={overview.error} onRetry={overview.retry} />
        </div>
      );
    if (!points) return <ChartSkeleton />;
    if (state.asTable) return <TimeTable points={points} info={info} currency={currency} />;
    return <LazyTimeChart points={points} info={info} currency={currency} />;
  };

  return (
    <section className="card overflow-hidden" aria-label={t.metrics}>
      <div className="border-b border-line">
        <MetricCards
          cards={cards}
          asked={metrics}
          totals={fits ? stats.totals : undefined}
          stale={overview.status === 'loading' && !!stats}
          currency={currency}
          chosen={state.metric}
          onChoose={(metric) => change({ metric })}
        />
      </div>
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
          {stats?.query.approximate && (
            <span title={t.within(formatShare(stats.query.maxError ?? 0, 1))}>{t.approximate}</span>
          )}
        </p>
        <div className="ml-auto flex items-center gap-1">
          <IntervalSwitch
            range={state.range}
            interval={state.interval}
            onChoose={(interval) => change({ interval })}
          />
          <button
            type="button"
            className={ICON_BUTTON}
            aria-pressed={state.asTable}
            aria-label={t.asTable}
            title={t.asTable}
            onClick={() => change({ asTable: !state.asTable })}
          >
            {state.asTable ? <LineChart /> : <Table />}
          </button>
          <MetricPicker
            label={t.metricsShown}
            chosen={cards}
            onChange={setCards}
            trigger={
              <button
                type="button"
                className={ICON_BUTTON}
                aria-label={t.chooseMetrics}
                title={t.chooseMetrics}
              >
                <Sliders />
              </button>
            }
          />
        </div>
      </div>
      <div className={overview.status === 'loading' ? 'opacity-60 transition-opacity' : ''}>
        {drawing()}
      </div>
    </section>
  );
});
