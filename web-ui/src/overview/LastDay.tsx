import type { ReactElement } from 'react';
import type { StatsInput } from '../api/generated';
import { ChartSkeleton, LazyTimeChart } from '../charts/LazyTimeChart';
import { toPoints, withoutFuture } from '../charts/series';
import { metricInfo } from '../dashboard/metrics';
import type { BaseQuestion } from '../dashboard/search';
import { useLiveStats } from '../dashboard/useOverview';
import { useNow } from '../lib/useNow';
import { Failure } from '../ui/states';
import { useTexts } from '../i18n/catalogue';
import { FLOW } from '../i18n/flow';

const HEIGHT = 230;

/** Events of all sites by the hour. */
export function LastDay({
  question,
  live,
}: {
  question: BaseQuestion;
  live: boolean;
}): ReactElement {
  const t = useTexts(FLOW);
  const now = useNow(30_000);
  const input: StatsInput = {
    ...question,
    range: { preset: 'LAST_24_HOURS' },
    metrics: ['EVENTS'],
    dimensions: ['TIME'],
    interval: 'HOUR',
    compare: 'PREVIOUS_PERIOD',
  };
  const result = useLiveStats(input, !live);
  const content = (): ReactElement => {
    if (result.status === 'failed' && !result.data)
      return <Failure error={result.error} onRetry={result.retry} />;
    if (!result.data) return <ChartSkeleton height={HEIGHT} />;
    return (
      <LazyTimeChart
        points={withoutFuture(toPoints(result.data.rows, 0, 'HOUR'), now)}
        info={metricInfo('EVENTS')}
        currency=""
        height={HEIGHT}
      />
    );
  };
  return (
    <section className="card pt-4" aria-label={t.lastDay}>
      <h2 className="px-4 text-[15px] font-semibold tracking-[-0.01em] sm:px-5">
        {t.lastDay}
        <span className="ml-2 text-[12.5px] font-normal text-faint">{t.dayBefore}</span>
      </h2>
      {content()}
    </section>
  );
}
