import type { ReactElement } from 'react';
import { Close } from '../ui/icons';
import { isGroup, sameFilter, takesValues, type Filter } from './filters';
import { filterText, opText, subjectText, valuesText } from './filter-text';
import { Bot } from './icons';
import type { Dashboard } from './useDashboard';
import type { Segment } from './segments';
import { useTexts } from '../i18n/catalogue';
import { FILTER_TEXTS } from '../i18n/filters';

const CHIP =
  'animate-rise flex h-8 max-w-full items-center rounded-full border border-accent/25 bg-accent-wash text-[13px] text-accent-ink';
const REMOVE = 'grid size-8 shrink-0 place-content-center rounded-full hover:text-ink';

interface FilterBarProps {
  dashboard: Dashboard;
  segment: Segment | undefined;
  onEdit: (index: number) => void;
}

/** What narrows the page: each chip opens in the builder, and goes with its cross. */
export function FilterBar({ dashboard, segment, onEdit }: FilterBarProps): ReactElement | null {
  const t = useTexts(FILTER_TEXTS);
  const { state, change } = dashboard;
  const { filters } = state;
  if (!filters.length && !state.segment && !state.bots) return null;
  return (
    <ul className="flex flex-wrap items-center gap-2" aria-label={t.filters}>
      {state.segment && (
        <li className={CHIP + ' pl-3'} data-testid="segment-chip">
          <span className="truncate">
            {t.segment} <b className="font-semibold">{segment?.name ?? '…'}</b>
          </span>
          <button
            type="button"
            className={REMOVE}
            aria-label={t.leaveSegment}
            onClick={() => change({ segment: null })}
          >
            <Close className="size-3.5" />
          </button>
        </li>
      )}
      {filters.map((filter, index) => (
        <li key={filterText(filter)} className={CHIP} data-testid="filter-chip">
          <button
            type="button"
            className="h-8 min-w-0 truncate rounded-full pl-3 hover:text-ink"
            title={t.edit}
            onClick={() => onEdit(index)}
          >
            <FilterText filter={filter} />
          </button>
          <button
            type="button"
            aria-label={t.removeFilter(filterText(filter))}
            className={REMOVE}
            onClick={() => change({ filters: filters.filter((one) => !sameFilter(one, filter)) })}
          >
            <Close className="size-3.5" />
          </button>
        </li>
      ))}
      {state.bots && (
        <li className={CHIP + ' pl-3'} data-testid="bots-chip">
          <Bot className="mr-1.5 size-3.5" />
          {t.bots}
          <button
            type="button"
            className={REMOVE}
            aria-label={t.withoutBots}
            onClick={() => change({ bots: false })}
          >
            <Close className="size-3.5" />
          </button>
        </li>
      )}
      {filters.length + (state.segment ? 1 : 0) + (state.bots ? 1 : 0) > 1 && (
        <li>
          <button
            type="button"
            className="h-8 px-2 text-[13px] font-medium text-soft hover:text-ink"
            onClick={() => change({ filters: [], segment: null, bots: false })}
          >
            {t.clearAll}
          </button>
        </li>
      )}
    </ul>
  );
}

function FilterText({ filter }: { filter: Filter }): ReactElement {
  if (isGroup(filter)) return <>{filterText(filter)}</>;
  return (
    <>
      {subjectText(filter)} {opText(filter)}
      {takesValues(filter.op) && (
        <>
          {' '}
          <b className="font-semibold">{valuesText(filter)}</b>
        </>
      )}
    </>
  );
}
