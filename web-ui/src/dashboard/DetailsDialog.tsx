import { useState, type ReactElement } from 'react';
import { StatsDocument, type FilterInput } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { Dialog } from '../ui/Dialog';
import { Search } from '../ui/icons';
import { Empty, Failure, Skeleton } from '../ui/states';
import { toBreakdown } from './breakdown';
import { BreakdownList } from './BreakdownList';
import type { PanelTab } from './panels';
import { baseQuestion } from './search';
import type { Dashboard } from './useDashboard';

const PAGE = 100;

interface DetailsDialogProps {
  tab: PanelTab;
  dashboard: Dashboard;
  onChoose: (value: string | null) => void;
  onClose: () => void;
}

/** The whole table behind a panel. */
export function DetailsDialog({
  tab,
  dashboard,
  onChoose,
  onClose,
}: DetailsDialogProps): ReactElement {
  const [search, setSearch] = useState('');
  const [limit, setLimit] = useState(PAGE);
  const base = baseQuestion(dashboard.siteId, dashboard.state);
  // Codes are what is stored, so countries are searched by name in what has been loaded.
  const searchesHere = tab.dimension === 'COUNTRY';
  const found: FilterInput[] =
    search && !searchesHere ? [{ dimension: tab.dimension, op: 'CONTAINS', values: [search] }] : [];
  const result = useQuery(StatsDocument, {
    input: {
      ...base,
      filters: [...(base.filters ?? []), ...found],
      metrics: [tab.metric],
      dimensions: [tab.dimension],
      limit,
    },
  });
  const stats = result.data?.stats;
  const rows =
    stats &&
    toBreakdown(tab.dimension, stats, tab.hidesNotSet).filter(
      (row) => !searchesHere || row.name.toLowerCase().includes(search.toLowerCase()),
    );

  return (
    <Dialog title={tab.label} onClose={onClose}>
      <label className="mx-5 mb-2 flex items-center gap-2 rounded-lg border border-line bg-surface px-2.5 focus-within:border-accent">
        <Search className="size-4 text-faint" />
        <span className="sr-only">Search</span>
        <input
          type="search"
          autoFocus
          value={search}
          placeholder={`Search ${tab.label.toLowerCase()}`}
          onChange={(event) => setSearch(event.target.value)}
          className="h-9 flex-1 bg-transparent outline-none placeholder:text-faint"
        />
      </label>
      <div className="mb-1 flex justify-between px-7 text-[12px] text-faint">
        <span>{tab.heading}</span>
        <span>{tab.metricLabel}</span>
      </div>
      <div className="quiet-scroll min-h-64 flex-1 overflow-y-auto px-5 pb-5">
        {result.status === 'failed' && !rows && (
          <Failure error={result.error} onRetry={result.retry} />
        )}
        {result.status === 'loading' && !rows && <Skeleton className="h-56" />}
        {rows?.length === 0 && <Empty title="Nothing found" />}
        {rows && rows.length > 0 && (
          <BreakdownList
            dimension={tab.dimension}
            rows={rows}
            total={stats.totals.metrics[0] ?? 0}
            onChoose={onChoose}
          />
        )}
        {stats && stats.rowCount > limit && (
          <button
            type="button"
            className="control mt-3 w-full justify-center"
            onClick={() => setLimit(limit + PAGE)}
          >
            Show {PAGE} more
          </button>
        )}
      </div>
    </Dialog>
  );
}
