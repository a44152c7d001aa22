import { memo, useRef, useState, type ReactElement } from 'react';
import { StatsDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';
import { Empty, Failure, Skeleton } from '../ui/states';
import { toBreakdown } from './breakdown';
import { BreakdownList } from './BreakdownList';
import { DetailsButton } from './DetailsButton';
import { chosenValue, toggled, valueFilter } from './filters';
import { BOTS, panelTitle } from './panels';
import { botsQuestion } from './search';
import type { Dashboard } from './useDashboard';
import { useSeen } from './useSeen';

interface BotsPanelProps {
  dashboard: Dashboard;
  revision: number;
}

const ROWS = 7;

/** Programs that came, by the names that they give. */
export const BotsPanel = memo(function BotsPanel({
  dashboard,
  revision,
}: BotsPanelProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const element = useRef<HTMLElement>(null);
  const seen = useSeen(element);
  const [started] = useState(revision);
  const { siteId, state, change } = dashboard;
  const result = useQuery(
    StatsDocument,
    {
      input: {
        ...botsQuestion(siteId, state),
        metrics: [BOTS.metric],
        dimensions: [BOTS.dimension],
        limit: ROWS,
      },
    },
    { revision: revision - started, paused: !seen },
  );
  const stats = result.data?.stats;
  const all = stats?.totals.metrics[0] ?? 0;
  const rows = stats && toBreakdown(BOTS.dimension, stats);
  const title = panelTitle('bots');

  return (
    <section
      ref={element}
      aria-label={title}
      data-testid="panel-bots"
      className="card flex flex-col p-4 sm:p-5 xl:col-span-2"
    >
      <header className="mb-3 flex min-h-8 items-center justify-between gap-4">
        <h2 className="text-[15px] font-semibold tracking-[-0.01em]">{title}</h2>
        <label className="flex cursor-pointer items-center gap-2.5 text-[13px] text-soft">
          {t.includeBots}
          <input
            type="checkbox"
            role="switch"
            checked={state.bots}
            onChange={(event) => change({ bots: event.target.checked })}
            className="relative h-5 w-9 cursor-pointer appearance-none rounded-full bg-line-strong transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-4 before:rounded-full before:bg-surface before:transition-transform checked:bg-accent checked:before:translate-x-4"
          />
        </label>
      </header>
      <div className="flex-1">
        {result.status === 'failed' && !rows && (
          <Failure error={result.error} onRetry={result.retry} />
        )}
        {!rows && result.status !== 'failed' && <Skeleton className="h-40" />}
        {rows && (
          <>
            <p className="mb-3 px-2.5 text-[13px] text-soft">
              {t.botEvents(all)} {state.bots ? t.botsCounted : t.botsLeftOut}
            </p>
            {rows.length ? (
              <BreakdownList
                dimension={BOTS.dimension}
                metric={BOTS.metric}
                currency=""
                rows={rows}
                total={all}
                chosen={chosenValue(state.filters, BOTS.dimension)}
                onChoose={(value) =>
                  change({
                    filters: toggled(state.filters, valueFilter(BOTS.dimension, value)),
                    bots: true,
                  })
                }
              />
            ) : (
              <Empty title={t.noBots} />
            )}
          </>
        )}
      </div>
      <DetailsButton count={stats?.rowCount} tab={BOTS} change={change} />
    </section>
  );
});
