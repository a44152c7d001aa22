import type { ApiError } from '../api/error';
import { DimensionValuesDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { toRangeInput, type Range } from './ranges';

const KEYS = 200;

interface PropertyKeys {
  names: string[] | undefined;
  error: ApiError | undefined;
}

/** The names of the site's own properties, the commonest first. */
export const usePropertyKeys = (siteId: string, range: Range): PropertyKeys => {
  const result = useQuery(DimensionValuesDocument, {
    siteIds: [siteId],
    dimension: 'PROPERTY',
    range: toRangeInput(range),
    first: KEYS,
  });
  return {
    names: result.data?.dimensionValues.flatMap(({ name }) => name ?? []),
    error: result.status === 'failed' ? result.error : undefined,
  };
};
