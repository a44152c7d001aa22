import { useState, type ReactElement } from 'react';
import type { Dimension } from '../api/generated';
import { Dialog } from '../ui/Dialog';
import { FILTERABLE } from './filters';
import { FilterValues } from './FilterValues';
import type { Dashboard } from './useDashboard';

/** Two steps: what to filter by, then which value. */
export function FilterDialog({
  dashboard,
  onClose,
}: {
  dashboard: Dashboard;
  onClose: () => void;
}): ReactElement {
  const [dimension, setDimension] = useState<Dimension>('PAGE');
  return (
    <Dialog title="Filter" onClose={onClose} className="sm:w-[min(40rem,calc(100vw-1.5rem))]">
      <div className="grid min-h-0 flex-1 grid-cols-1 grid-rows-[auto_1fr] sm:grid-cols-[11rem_minmax(0,1fr)] sm:grid-rows-1">
        <div
          role="group"
          aria-label="Filter by"
          className="quiet-scroll flex gap-1 overflow-x-auto border-line px-4 pb-3 sm:flex-col sm:border-r"
        >
          {FILTERABLE.map((one) => (
            <button
              key={one.dimension}
              type="button"
              aria-pressed={one.dimension === dimension}
              onClick={() => setDimension(one.dimension)}
              className={`shrink-0 rounded-lg px-2.5 py-1.5 text-left whitespace-nowrap ${
                one.dimension === dimension
                  ? 'bg-accent-wash font-medium text-accent-ink'
                  : 'text-soft hover:bg-sunken'
              }`}
            >
              {one.label}
            </button>
          ))}
        </div>
        <FilterValues
          key={dimension}
          dimension={dimension}
          siteId={dashboard.siteId}
          range={dashboard.state.range}
          onChoose={(value) => {
            dashboard.addFilter({ dimension, value });
            onClose();
          }}
        />
      </div>
    </Dialog>
  );
}
