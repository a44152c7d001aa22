import { useState, type ReactElement } from 'react';
import { StatsDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { nameOf } from '../lib/names';
import { Close } from '../ui/icons';
import { Empty, Failure, Skeleton } from '../ui/states';
import { levelOf, panelMetric, toBreakdown } from './breakdown';
import { DetailsButton } from './DetailsButton';
import { chosenValue, valueFilter } from './filters';
import { metricInfo } from './metrics';
import type { PanelTab } from './panels';
import { PanelView, ROWS_OF_VIEW } from './PanelView';
import { baseQuestion } from './search';
import type { Dashboard } from './useDashboard';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

interface PanelBodyProps {
  tab: PanelTab;
  dashboard: Dashboard;
  currency: string;
  revision: number;
}

export function PanelSkeleton(): ReactElement {
  return (
    <div className="mt-9 grid gap-2 pt-1" aria-busy="true">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} style={{ width: `${92 - index * 8}%` }}>
          <Skeleton className="h-7" />
        </div>
      ))}
    </div>
  );
}

export function PanelBody({ tab, dashboard, currency, revision }: PanelBodyProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const { siteId, state, toggle, change } = dashboard;
  const [started] = useState(revision);
  const level = levelOf(tab, state.filters);
  const isParts = level.within !== null;
  const view = isParts && tab.view !== 'map' ? 'list' : tab.view;
  // A map shows each country, whatever is chosen.
  const dimension = view === 'map' ? tab.dimension : level.dimension;
  const metric = panelMetric(tab, dimension, state.metric);
  const key = tab.view === 'properties' ? state.property : null;
  const rowsMax = ROWS_OF_VIEW[view];
  const result = useQuery(
    StatsDocument,
    {
      input: {
        ...baseQuestion(siteId, state),
        metrics: [metric],
        dimensions: [dimension],
        ...(key !== null && { propertyKeys: [key] }),
        limit: view === 'map' ? 300 : rowsMax + (tab.hidesNotSet ? 1 : 0),
      },
    },
    { revision: revision - started },
  );
  const stats = result.data?.stats;
  const rows = stats && toBreakdown(dimension, stats, tab.hidesNotSet);

  const content = (): ReactElement => {
    if (result.status === 'failed' && !rows)
      return <Failure error={result.error} onRetry={result.retry} />;
    if (!rows) return <PanelSkeleton />;
    if (!rows.length) return <Empty title={t.nothing}>{t.nothingText}</Empty>;
    return (
      <PanelView
        view={view}
        dimension={dimension}
        metric={metric}
        currency={currency}
        rows={rows}
        total={stats.totals.metrics[0] ?? 0}
        chosen={chosenValue(state.filters, dimension)}
        onChoose={(value) => toggle(valueFilter(dimension, value, key))}
      />
    );
  };

  return (
    <>
      <div className="mt-3 mb-1 flex justify-between gap-3 px-2.5 text-[12px] text-faint">
        {isParts && view !== 'map' ? (
          <button
            type="button"
            className="flex min-w-0 items-center gap-1 text-accent-ink hover:text-ink"
            onClick={() => toggle(valueFilter(tab.dimension, level.within))}
          >
            <span className="truncate">{nameOf(tab.dimension, level.within)}</span>
            <Close className="size-3" />
            <span className="sr-only">{t.showAll}</span>
          </button>
        ) : (
          <span className="truncate">{key ?? tab.heading}</span>
        )}
        <span className="whitespace-nowrap">{metricInfo(metric).label}</span>
      </div>
      <div
        aria-busy={result.status === 'loading'}
        className={`flex-1 transition-opacity ${result.status === 'loading' && rows ? 'opacity-60' : ''}`}
      >
        {content()}
      </div>
      <DetailsButton count={stats?.rowCount} tab={tab} change={change} />
    </>
  );
}
