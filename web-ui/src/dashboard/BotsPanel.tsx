import { memo, useRef, useState, type ReactElement } from 'react';
import { StatsDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { formatExact } from '../lib/format';
import { Empty, Failure, Skeleton } from '../ui/states';
import { toBreakdown } from './breakdown';
import { BreakdownList } from './BreakdownList';
import { chosenValue, toFilterInput, toggled, valueFilter } from './filters';
import { baseQuestion } from './search';
import type { Dashboard } from './useDashboard';
import { useSeen } from './useSeen';

interface BotsPanelProps {
  dashboard: Dashboard;
  revision: number;
}

const ROWS = 8;

/** Programs that came, whether or not the rest of the page counts them. */
export const BotsPanel = memo(function BotsPanel({
  dashboard,
  revision,
}: BotsPanelProps): ReactElement {
  const element = useRef<HTMLElement>(null);
  const seen = useSeen(element);
  const [started] = useState(revision);
  const { siteId, state, change } = dashboard;
  const base = baseQuestion(siteId, { ...state, bots: true });
  const result = useQuery(
    StatsDocument,
    {
      input: {
        ...base,
        filters: [...(base.filters ?? []), toFilterInput(valueFilter('VISITOR_TYPE', 'bot'))],
        metrics: ['EVENTS'],
        // A program that says what it is gives its name where browsers give theirs.
        dimensions: ['BROWSER'],
        limit: ROWS,
      },
    },
    { revision: revision - started, paused: !seen },
  );
  const stats = result.data?.stats;
  const all = stats?.totals.metrics[0] ?? 0;
  const rows = stats && toBreakdown('BROWSER', stats);

  return (
    <section
      ref={element}
      aria-label="Bots"
      data-testid="panel-bots"
      className="card flex flex-col p-4 sm:p-5 xl:col-span-2"
    >
      <header className="mb-3 flex min-h-8 items-center justify-between gap-4">
        <h2 className="text-[15px] font-semibold tracking-[-0.01em]">Bots</h2>
        <label className="flex cursor-pointer items-center gap-2.5 text-[13px] text-soft">
          Include bots
          <input
            type="checkbox"
            role="switch"
            checked={state.bots}
            onChange={(event) => change({ bots: event.target.checked })}
            className="relative h-5 w-9 cursor-pointer appearance-none rounded-full bg-line-strong transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-4 before:rounded-full before:bg-surface before:transition-transform checked:bg-accent checked:before:translate-x-4"
          />
        </label>
      </header>
      {result.status === 'failed' && !rows && (
        <Failure error={result.error} onRetry={result.retry} />
      )}
      {!rows && result.status !== 'failed' && <Skeleton className="h-40" />}
      {rows && (
        <>
          <p className="mb-3 text-[13px] text-soft">
            <b className="figures font-semibold text-ink">{formatExact(all, 'count')}</b> events by
            programs. {state.bots ? 'The page counts them.' : 'The page leaves them out.'}
          </p>
          {rows.length ? (
            <BreakdownList
              dimension="BROWSER"
              metric="EVENTS"
              currency=""
              rows={rows}
              total={all}
              chosen={chosenValue(state.filters, 'BROWSER')}
              onChoose={(value) =>
                change({
                  filters: toggled(state.filters, valueFilter('BROWSER', value)),
                  bots: true,
                })
              }
            />
          ) : (
            <Empty title="No programs in this range" />
          )}
        </>
      )}
    </section>
  );
});
