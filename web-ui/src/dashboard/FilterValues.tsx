import { useDeferredValue, useState, type ReactElement } from 'react';
import { DimensionValuesDocument, type Dimension } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { formatShort } from '../lib/format';
import { nameOf } from '../lib/names';
import { Search } from '../ui/icons';
import { Empty, Failure, Skeleton } from '../ui/states';
import { dimensionLabel } from './filters';
import { toRangeInput, type Range } from './ranges';

const VALUES = 50;
/** More than there are countries. */
const COUNTRIES = 300;

interface FilterValuesProps {
  dimension: Dimension;
  siteId: string;
  range: Range;
  onChoose: (value: string | null) => void;
}

/** The values of one dimension, the commonest first, narrowed by what is typed. */
export function FilterValues({
  dimension,
  siteId,
  range,
  onChoose,
}: FilterValuesProps): ReactElement {
  const [search, setSearch] = useState('');
  const asked = useDeferredValue(search);
  // Codes are what is stored, so countries are searched by name among all of them.
  const searchesHere = dimension === 'COUNTRY';
  const values = useQuery(DimensionValuesDocument, {
    siteIds: [siteId],
    dimension,
    search: asked && !searchesHere ? asked : null,
    range: toRangeInput(range),
    first: searchesHere ? COUNTRIES : VALUES,
  });
  const found = values.data?.dimensionValues
    .map((one) => ({ ...one, label: nameOf(dimension, one.name) }))
    .filter(({ label }) => !searchesHere || label.toLowerCase().includes(search.toLowerCase()));
  const label = dimensionLabel(dimension).toLowerCase();

  return (
    <div className="flex h-96 min-h-0 flex-col px-4 pb-4">
      <label className="mb-2 flex items-center gap-2 rounded-lg border border-line bg-surface px-2.5 focus-within:border-accent">
        <Search className="text-faint" />
        <span className="sr-only">Search {label}</span>
        <input
          type="search"
          autoFocus
          value={search}
          placeholder={`Search ${label}`}
          onChange={(event) => setSearch(event.target.value)}
          className="h-9 min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint"
        />
      </label>
      <div className="quiet-scroll flex-1 overflow-y-auto">
        {values.status === 'failed' && <Failure error={values.error} onRetry={values.retry} />}
        {values.status === 'loading' && !found && <Skeleton className="h-40" />}
        {values.status === 'ready' && found?.length === 0 && <Empty title="Nothing found" />}
        {values.status !== 'failed' &&
          found?.map((one) => (
            <button
              key={one.name ?? 'null'}
              type="button"
              onClick={() => onChoose(one.name)}
              className="flex w-full items-center justify-between gap-3 rounded-lg px-2.5 py-1.5 text-left hover:bg-sunken"
            >
              <span className="truncate">{one.label}</span>
              <span className="figures text-faint">{formatShort(one.count, 'count')}</span>
            </button>
          ))}
      </div>
    </div>
  );
}
