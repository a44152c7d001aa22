import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { toggled, type Condition } from './filters';
import { readSearch, validateSearch, writeSearch, type DashboardState } from './search';

export interface Dashboard {
  siteId: string;
  state: DashboardState;
  change: (changes: Partial<DashboardState>) => void;
  /** Narrows to a value, or widens again. */
  toggle: (filter: Condition) => void;
}

/** The dashboard's state lives in the address alone; changing it is a navigation. */
export const useDashboard = (siteId: string): Dashboard => {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  return useMemo(() => {
    const state = readSearch(validateSearch(search));
    const change = (changes: Partial<DashboardState>): void => {
      const next = writeSearch({ ...state, ...changes });
      // Typing in the table's search is one step back, not one for each letter.
      const replace = 'find' in changes;
      void navigate({ to: '.', search: next as never, resetScroll: false, replace });
    };
    return {
      siteId,
      state,
      change,
      toggle: (filter) => change({ filters: toggled(state.filters, filter), details: null }),
    };
  }, [search, navigate, siteId]);
};
