import { DimensionValuesDocument, type Dimension } from '../../api/generated';
import { useQuery } from '../../api/useQuery';
import { nameOf } from '../../lib/names';
import { toRangeInput } from '../ranges';
import type { Dashboard } from '../useDashboard';

const VALUES = 40;
/** More than there are countries. */
const ALL_CODES = 400;
/** Stored as codes and known by names, so they are searched by name among all of them. */
const CODED: readonly Dimension[] = ['COUNTRY', 'LANGUAGE', 'DAY_OF_WEEK', 'HOUR_OF_DAY', 'DEVICE'];

export interface Suggestion {
  value: string;
  count: number;
}

export const useSuggestions = (
  { siteId, state }: Dashboard,
  dimension: Dimension,
  key: string | undefined,
  search: string,
  wanted: boolean,
): Suggestion[] => {
  const coded = CODED.includes(dimension);
  const result = useQuery(
    DimensionValuesDocument,
    {
      siteIds: [siteId],
      dimension,
      ...(key !== undefined && { key }),
      search: search && !coded ? search : null,
      range: toRangeInput(state.range),
      first: coded ? ALL_CODES : VALUES,
    },
    { paused: !wanted },
  );
  if (!wanted) return [];
  const lower = search.toLowerCase();
  return (result.data?.dimensionValues ?? [])
    .flatMap(({ name, count }) => (name === null ? [] : [{ value: name, count }]))
    .filter(({ value }) => !coded || nameOf(dimension, value).toLowerCase().includes(lower))
    .slice(0, VALUES);
};
