import { memo, useRef, useState, type ReactElement } from 'react';
import { StatsDocument, type WeekStart } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { HourGrid } from '../charts/HourGrid';
import { daysFrom, toHours } from '../charts/hours';
import { formatExact } from '../lib/format';
import { Empty, Failure, Skeleton } from '../ui/states';
import { chosenValue, sameFilter, valueFilter } from './filters';
import { metricInfo } from './metrics';
import { panelTitle } from './panels';
import { baseQuestion } from './search';
import type { Dashboard } from './useDashboard';
import { useSeen } from './useSeen';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

interface HoursPanelProps {
  dashboard: Dashboard;
  currency: string;
  weekStart: WeekStart;
  revision: number;
}

/** When people come: the chosen metric by weekday and hour of the site's clock. */
export const HoursPanel = memo(function HoursPanel({
  dashboard,
  currency,
  weekStart,
  revision,
}: HoursPanelProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const element = useRef<HTMLElement>(null);
  const seen = useSeen(element);
  const [started] = useState(revision);
  const { siteId, state, change } = dashboard;
  const { label, unit } = metricInfo(state.metric);
  const result = useQuery(
    StatsDocument,
    {
      input: {
        ...baseQuestion(siteId, state),
        metrics: [state.metric],
        dimensions: ['DAY_OF_WEEK', 'HOUR_OF_DAY'],
        limit: 200,
      },
    },
    { revision: revision - started, paused: !seen },
  );
  const rows = result.data?.stats.rows;
  const day = chosenValue(state.filters, 'DAY_OF_WEEK');
  const hour = chosenValue(state.filters, 'HOUR_OF_DAY');

  const choose = (newDay: string, newHour: string): void => {
    const wanted = [valueFilter('DAY_OF_WEEK', newDay), valueFilter('HOUR_OF_DAY', newHour)];
    const others = state.filters.filter(
      (one) => 'join' in one || !['DAY_OF_WEEK', 'HOUR_OF_DAY'].includes(one.dimension),
    );
    const already = wanted.every((one) => state.filters.some((had) => sameFilter(had, one)));
    change({ filters: already ? others : [...others, ...wanted] });
  };

  const content = (): ReactElement => {
    if (result.status === 'failed' && !rows)
      return <Failure error={result.error} onRetry={result.retry} />;
    if (!rows) return <Skeleton className="h-64" />;
    if (!rows.length) return <Empty title={t.nothing}>{t.nothingText}</Empty>;
    return (
      <HourGrid
        grid={toHours(rows)}
        days={daysFrom(weekStart)}
        label={t.hoursOf(label)}
        format={(value) => formatExact(value, unit, currency)}
        chosen={{ day, hour }}
        onChoose={choose}
      />
    );
  };

  return (
    <section
      ref={element}
      aria-label={panelTitle('hours')}
      data-testid="panel-hours"
      className="card flex flex-col p-4 sm:p-5 md:col-span-2 xl:col-span-6"
    >
      <header className="mb-3 flex min-h-8 items-center justify-between gap-4">
        <h2 className="text-[15px] font-semibold tracking-[-0.01em]">{panelTitle('hours')}</h2>
        <span className="text-[12px] text-faint">{label}</span>
      </header>
      <div
        role="region"
        aria-label={t.hours}
        tabIndex={0}
        className={`quiet-scroll overflow-x-auto rounded p-1 transition-opacity ${rows?.length ? '[&>*]:min-w-[520px]' : ''} ${result.status === 'loading' && rows ? 'opacity-60' : ''}`}
      >
        {content()}
      </div>
    </section>
  );
});
