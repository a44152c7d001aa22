import type { ReactElement } from 'react';
import { DimensionValuesDocument, type Dimension } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { nameOf } from '../lib/names';
import type { FeedFilter } from './feed';
import { useTexts } from '../i18n/catalogue';
import { LIVE } from '../i18n/live';

interface FeedControlsProps {
  siteIds: string[];
  filter: FeedFilter;
  onChange: (filter: FeedFilter) => void;
}

const LOOK = 'control h-8 w-full min-w-0 px-2 text-[13px] font-normal';

/** What the feed is narrowed to. */
export function FeedControls({ siteIds, filter, onChange }: FeedControlsProps): ReactElement {
  const t = useTexts(LIVE);
  return (
    <div className="mt-2 grid grid-cols-2 gap-2 sm:grid-cols-3" role="group" aria-label={t.filter}>
      <ValueSelect
        siteIds={siteIds}
        dimension="EVENT"
        label={t.event}
        all={t.allEvents}
        value={filter.event}
        onChoose={(event) => onChange({ ...filter, event })}
      />
      <ValueSelect
        siteIds={siteIds}
        dimension="COUNTRY"
        label={t.country}
        all={t.allCountries}
        value={filter.country}
        onChoose={(country) => onChange({ ...filter, country })}
      />
      <input
        type="search"
        aria-label={t.company}
        placeholder={t.company}
        className={LOOK + ' max-sm:col-span-2'}
        value={filter.company ?? ''}
        onChange={(event) => onChange({ ...filter, company: event.target.value || null })}
      />
    </div>
  );
}

interface ValueSelectProps {
  siteIds: string[];
  dimension: Dimension;
  label: string;
  all: string;
  value: string | null;
  onChoose: (value: string | null) => void;
}

function ValueSelect({
  siteIds,
  dimension,
  label,
  all,
  value,
  onChoose,
}: ValueSelectProps): ReactElement {
  const result = useQuery(
    DimensionValuesDocument,
    { siteIds, dimension, range: { preset: 'LAST_7_DAYS' }, first: 300 },
    { paused: !siteIds.length },
  );
  const names = (result.data?.dimensionValues ?? []).flatMap(({ name }) => name ?? []);
  if (value && !names.includes(value)) names.unshift(value);
  return (
    <select
      aria-label={label}
      className={LOOK}
      value={value ?? ''}
      onChange={(event) => onChoose(event.target.value || null)}
    >
      <option value="">{all}</option>
      {names.map((name) => (
        <option key={name} value={name}>
          {nameOf(dimension, name)}
        </option>
      ))}
    </select>
  );
}
