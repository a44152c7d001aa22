import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { withFilter, withoutFilter, type Filter } from './filters';
import { readSearch, writeSearch, type DashboardState } from './search';

export interface Dashboard {
  siteId: string;
  state: DashboardState;
  change: (changes: Partial<DashboardState>) => void;
  addFilter: (filter: Filter) => void;
  removeFilter: (filter: Filter) => void;
}

/** The dashboard's state lives in the address alone; changing it is a navigation. */
export const useDashboard = (siteId: string): Dashboard => {
  const search = useSearch({ from: '/app/sites/$siteId' });
  const navigate = useNavigate({ from: '/sites/$siteId' });
  return useMemo(() => {
    const state = readSearch(search);
    const change = (changes: Partial<DashboardState>): void => {
      void navigate({ search: writeSearch({ ...state, ...changes }), resetScroll: false });
    };
    return {
      siteId,
      state,
      change,
      addFilter: (filter) => change({ filters: withFilter(state.filters, filter) }),
      removeFilter: (filter) => change({ filters: withoutFilter(state.filters, filter) }),
    };
  }, [search, navigate, siteId]);
};
