import { useState, type ReactElement } from 'react';
import { Dialog } from '../../ui/Dialog';
import { isComplete, type Filter } from '../filters';
import type { Dashboard } from '../useDashboard';
import { emptyCondition, pruned } from './draft';
import { FilterList } from './FilterList';
import { useTexts } from '../../i18n/catalogue';
import { FILTER_TEXTS } from '../../i18n/filters';

interface FilterBuilderProps {
  dashboard: Dashboard;
  /** The filter to begin with; a new one where there is none. */
  startAt: number | undefined;
  onClose: () => void;
}

/** All filters of the page as a draft, which takes effect when it is applied. */
export default function FilterBuilder({
  dashboard,
  startAt,
  onClose,
}: FilterBuilderProps): ReactElement {
  const t = useTexts(FILTER_TEXTS);
  const { state, change } = dashboard;
  const isNew = startAt === undefined;
  const [draft, setDraft] = useState<Filter[]>(() =>
    isNew ? [...state.filters, emptyCondition()] : state.filters,
  );
  const apply = (): void => {
    change({ filters: pruned(draft, isComplete) });
    onClose();
  };
  return (
    <Dialog title={t.filter} onClose={onClose} className="w-[min(44rem,calc(100vw-1.5rem))]!">
      <form
        className="contents"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <div className="quiet-scroll min-h-64 flex-1 overflow-y-auto px-5 pb-4">
          <p className="mb-3 text-[13px] text-soft">{t.all}</p>
          <FilterList
            dashboard={dashboard}
            filters={draft}
            path={[]}
            focusAt={isNew ? draft.length - 1 : startAt}
            root={draft}
            onChange={setDraft}
          />
        </div>
        <footer className="flex items-center justify-end gap-2 border-t border-line px-5 py-3">
          {state.filters.length > 0 && (
            <button
              type="button"
              className="mr-auto h-9 px-2 text-[13px] font-medium text-soft hover:text-ink"
              onClick={() => setDraft([emptyCondition()])}
            >
              {t.removeAll}
            </button>
          )}
          <button type="button" className="control" onClick={onClose}>
            {t.cancel}
          </button>
          <button
            type="submit"
            className="h-9 rounded-[9px] bg-accent px-4 font-medium text-on-accent"
          >
            {t.apply}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
