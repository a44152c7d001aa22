import type { ReactElement } from 'react';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';
import { formatExact } from '../lib/format';
import { Expand } from '../ui/icons';
import type { PanelTab } from './panels';
import type { Dashboard } from './useDashboard';

interface DetailsButtonProps {
  /** How many rows the whole table has, when that is known. */
  count: number | undefined;
  tab: PanelTab;
  change: Dashboard['change'];
}

/** Opens the whole table of what a panel shows the beginning of. */
export function DetailsButton({ count, tab, change }: DetailsButtonProps): ReactElement {
  const t = useTexts(DASHBOARD);
  return (
    <footer className="mt-2 h-7">
      {!!count && (
        <button
          type="button"
          className="inline-flex h-7 items-center gap-1.5 rounded-lg px-2.5 text-[12.5px] font-medium text-soft hover:bg-sunken hover:text-ink"
          onClick={() => change({ details: tab.id, find: '', sort: null })}
        >
          <Expand className="size-3.5" />
          {t.details}
          <span className="figures font-normal text-faint">{formatExact(count, 'count')}</span>
        </button>
      )}
    </footer>
  );
}
