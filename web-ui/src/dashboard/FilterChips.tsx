import type { ReactElement } from 'react';
import { nameOf } from '../lib/names';
import { Close } from '../ui/icons';
import { dimensionLabel, filterText } from './filters';
import type { Dashboard } from './useDashboard';

export function FilterChips({ dashboard }: { dashboard: Dashboard }): ReactElement | null {
  const { filters } = dashboard.state;
  if (!filters.length) return null;
  return (
    <ul className="flex flex-wrap items-center gap-2" aria-label="Filters">
      {filters.map((filter) => (
        <li key={filterText(filter)} className="max-w-full">
          <span
            data-testid="filter-chip"
            className="animate-rise flex h-8 max-w-full items-center rounded-full border border-accent/25 bg-accent-wash pl-3 text-[13px] text-accent-ink"
          >
            <span className="truncate">
              {dimensionLabel(filter.dimension)} is{' '}
              <b className="font-semibold">{nameOf(filter.dimension, filter.value)}</b>
            </span>
            <button
              type="button"
              aria-label={`Remove filter: ${filterText(filter)}`}
              className="ml-1 grid size-8 shrink-0 place-content-center rounded-full hover:text-ink"
              onClick={() => dashboard.removeFilter(filter)}
            >
              <Close className="size-3.5" />
            </button>
          </span>
        </li>
      ))}
      {filters.length > 1 && (
        <li>
          <button
            type="button"
            className="h-8 px-2 text-[13px] font-medium text-soft hover:text-ink"
            onClick={() => dashboard.change({ filters: [] })}
          >
            Clear all
          </button>
        </li>
      )}
    </ul>
  );
}
