import type { ApiError } from '../api/error';
import { DimensionValuesDocument, RecentEventsDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { toRangeInput, type Range } from './ranges';

const KEYS = 200;
const EVENTS = 500;

interface PropertyKeys {
  names: string[] | undefined;
  error: ApiError | undefined;
}

/** Names of properties, the commonest first. */
export const keysOf = (events: readonly { properties: unknown }[]): string[] => {
  const counts = new Map<string, number>();
  for (const { properties } of events)
    if (typeof properties === 'object' && properties !== null)
      for (const name of Object.keys(properties)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left).map(([name]) => name);
};

/** The names of the site's own properties: from the server, or where it does not list them, from the latest events. */
export const usePropertyKeys = (siteId: string, range: Range): PropertyKeys => {
  const result = useQuery(DimensionValuesDocument, {
    siteIds: [siteId],
    dimension: 'PROPERTY',
    range: toRangeInput(range),
    first: KEYS,
  });
  const unlisted = result.status === 'failed' && result.error.code === 'BAD_INPUT';
  const recent = useQuery(
    RecentEventsDocument,
    { siteIds: [siteId], filters: [], first: EVENTS },
    { paused: !unlisted },
  );
  if (unlisted)
    return {
      names: recent.data && keysOf(recent.data.events.edges.map(({ node }) => node)),
      error: recent.status === 'failed' ? recent.error : undefined,
    };
  return {
    names: result.data?.dimensionValues.flatMap(({ key, name }) => key ?? name ?? []),
    error: result.status === 'failed' ? result.error : undefined,
  };
};
