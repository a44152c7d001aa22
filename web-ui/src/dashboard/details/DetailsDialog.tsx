import { useDeferredValue, useEffect, useEffectEvent, useState, type ReactElement } from 'react';
import type { Metric } from '../../api/generated';
import { nameOf } from '../../lib/names';
import { useStored } from '../../lib/useStored';
import { Dialog } from '../../ui/Dialog';
import { Search } from '../../ui/icons';
import { Empty, Failure, Skeleton } from '../../ui/states';
import { levelOf } from '../breakdown';
import { canMeasure, dimensionLabel } from '../dimensions';
import { chosenValue, toggled, valueFilter } from '../filters';
import { Sliders } from '../icons';
import { MetricPicker } from '../MetricPicker';
import { isMetric, METRICS } from '../metrics';
import { BOTS, type PanelTab } from '../panels';
import type { Dashboard } from '../useDashboard';
import { DetailsTable } from './DetailsTable';
import { ExportMenu } from './ExportMenu';
import { DEFAULT_COLUMNS, detailsQuestion } from './question';
import { usePages } from './usePages';
import { useTexts } from '../../i18n/catalogue';
import { DASHBOARD } from '../../i18n/dashboard';

interface DetailsDialogProps {
  tab: PanelTab;
  dashboard: Dashboard;
  currency: string;
}

/** What is searched goes into the address when typing rests. */
const ADDRESS_AFTER_MS = 400;

const acceptColumns = (stored: unknown): readonly Metric[] => {
  const known = Array.isArray(stored) ? stored.filter(isMetric) : [];
  return known.length ? known : DEFAULT_COLUMNS;
};

/** The whole table behind a panel. Its search and order stand in the address. */
export default function DetailsDialog({
  tab,
  dashboard,
  currency,
}: DetailsDialogProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const { siteId, state, change } = dashboard;
  const [wanted, setWanted] = useStored('footfall.columns', acceptColumns);
  const [window, setWindow] = useState<readonly [number, number]>([0, 0]);
  const level = levelOf(tab, state.filters);
  const dimension = tab.view === 'map' ? tab.dimension : level.dimension;
  const [typed, setTyped] = useState(state.find);
  const find = useDeferredValue(typed);
  const store = useEffectEvent(() => {
    if (typed !== state.find) change({ find: typed });
  });
  useEffect(() => {
    const timer = setTimeout(() => store(), ADDRESS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const { input, columns, sort } = detailsQuestion(
    siteId,
    { ...state, find },
    tab,
    dimension,
    wanted,
  );
  const pages = usePages(input, window[0], window[1]);
  const { loaded } = pages;
  const label =
    tab.view === 'properties' ? (state.property ?? tab.label) : dimensionLabel(dimension);
  const title =
    level.within === null || tab.view === 'map'
      ? label
      : `${label}: ${nameOf(tab.dimension, level.within)}`;
  const offered = METRICS.filter(({ metric }) => canMeasure(dimension, metric));
  // Rows of one choice of columns must not stand under another's headings.
  const fits = loaded?.totals.metrics.length === columns.length;

  const content = (): ReactElement => {
    if (pages.error && (!loaded || !fits))
      return <Failure error={pages.error} onRetry={pages.retry} />;
    if (!loaded || !fits)
      return (
        <div className="grid gap-2 px-5">
          {Array.from({ length: 12 }, (_, index) => (
            <Skeleton key={index} className="h-8" />
          ))}
        </div>
      );
    if (!loaded.rowCount) return <Empty title={t.nothingFound} />;
    return (
      <DetailsTable
        dimension={dimension}
        heading={label}
        columns={columns}
        currency={currency}
        sort={sort}
        pages={pages}
        compared={!!loaded.totals.change?.some((change) => change !== null)}
        chosen={chosenValue(state.filters, dimension)}
        onSort={(next) => change({ sort: next })}
        onWindow={setWindow}
        onChoose={(value) =>
          change({
            filters: toggled(
              state.filters,
              valueFilter(dimension, value, tab.view === 'properties' ? state.property : null),
            ),
            details: null,
            ...(tab === BOTS && { bots: true }),
          })
        }
      />
    );
  };

  return (
    <Dialog
      title={title}
      onClose={() => change({ details: null, find: '', sort: null })}
      className="w-[min(76rem,calc(100vw-1.5rem))]!"
    >
      <div className="flex flex-wrap items-center gap-2 px-5 pb-2">
        <label className="flex min-w-48 flex-1 items-center gap-2 rounded-lg border border-line bg-surface px-2.5 focus-within:border-accent">
          <Search className="size-4 text-faint" />
          <span className="sr-only">{t.search}</span>
          <input
            type="search"
            value={typed}
            placeholder={t.searchIn(label)}
            onChange={(event) => setTyped(event.target.value)}
            className="h-9 min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint"
          />
        </label>
        <MetricPicker
          inDialog
          label={t.columns}
          chosen={wanted}
          offered={offered}
          onChange={setWanted}
          trigger={
            <button type="button" className="control" aria-label={t.columns}>
              <Sliders className="size-4 text-soft" />
              <span className="max-sm:hidden">{t.columns}</span>
            </button>
          }
        />
        <ExportMenu
          input={input}
          name={`${siteId}-${dimension.toLowerCase()}`}
          inDialog
          loaded={() => ({
            heading: label,
            columns,
            rows: [...(loaded?.pages.entries() ?? [])]
              .sort(([left], [right]) => left - right)
              .flatMap(([, rows]) => [...rows]),
          })}
        />
      </div>
      <div
        className={`flex h-[70dvh] min-h-0 flex-col transition-opacity ${pages.stale && loaded ? 'opacity-60' : ''}`}
      >
        {content()}
      </div>
      <p className="figures border-t border-line px-5 py-2 text-[12.5px] text-faint" role="status">
        {loaded && fits ? t.rows(loaded.rowCount) : '\u00a0'}
      </p>
    </Dialog>
  );
}
