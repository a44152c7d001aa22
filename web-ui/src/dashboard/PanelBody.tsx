import { useState, type ReactElement } from 'react';
import { StatsDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { formatExact } from '../lib/format';
import { Expand } from '../ui/icons';
import { Empty, Failure, Skeleton } from '../ui/states';
import { toBreakdown } from './breakdown';
import { BreakdownList } from './BreakdownList';
import { DetailsDialog } from './DetailsDialog';
import type { PanelTab } from './panels';
import { baseQuestion } from './search';
import type { Dashboard } from './useDashboard';

const ROWS = 9;

interface PanelBodyProps {
  tab: PanelTab;
  dashboard: Dashboard;
  revision: number;
}

export function PanelBody({ tab, dashboard, revision }: PanelBodyProps): ReactElement {
  const [detailed, setDetailed] = useState(false);
  const { siteId, state, addFilter } = dashboard;
  const result = useQuery(
    StatsDocument,
    {
      input: {
        ...baseQuestion(siteId, state),
        metrics: [tab.metric],
        dimensions: [tab.dimension],
        limit: ROWS + (tab.hidesNotSet ? 1 : 0),
      },
    },
    { revision },
  );
  const stats = result.data?.stats;
  const rows = stats && toBreakdown(tab.dimension, stats, tab.hidesNotSet).slice(0, ROWS);
  const choose = (value: string | null): void => {
    setDetailed(false);
    addFilter({ dimension: tab.dimension, value });
  };

  const content = (): ReactElement => {
    if (result.status === 'failed' && !rows)
      return <Failure error={result.error} onRetry={result.retry} />;
    if (!rows)
      return (
        <div className="grid gap-2 pt-1">
          {Array.from({ length: ROWS }, (_, index) => (
            <div key={index} style={{ width: `${92 - index * 8}%` }}>
              <Skeleton className="h-7" />
            </div>
          ))}
        </div>
      );
    if (!rows.length) return <Empty title="Nothing here in this range" />;
    return (
      <BreakdownList
        dimension={tab.dimension}
        rows={rows}
        total={stats.totals.metrics[0] ?? 0}
        onChoose={choose}
      />
    );
  };

  return (
    <>
      <div className="mt-3 mb-1 flex justify-between px-2.5 text-[12px] text-faint">
        <span>{tab.heading}</span>
        <span>{tab.metricLabel}</span>
      </div>
      <div
        aria-busy={result.status === 'loading'}
        className={`flex-1 transition-opacity ${result.status === 'loading' && rows ? 'opacity-60' : ''}`}
      >
        {content()}
      </div>
      <footer className="mt-2 h-7">
        {stats && stats.rowCount > ROWS && (
          <button
            type="button"
            className="inline-flex h-7 items-center gap-1.5 rounded-lg px-2.5 text-[12.5px] font-medium text-soft hover:bg-sunken hover:text-ink"
            onClick={() => setDetailed(true)}
          >
            <Expand className="size-3.5" />
            All {formatExact(stats.rowCount, 'count')}
          </button>
        )}
      </footer>
      {detailed && (
        <DetailsDialog
          tab={tab}
          dashboard={dashboard}
          onChoose={choose}
          onClose={() => setDetailed(false)}
        />
      )}
    </>
  );
}
