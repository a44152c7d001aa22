import type { ReactElement } from 'react';
import { formatMoment } from '../i18n/dates';
import { formatAgo, formatExact } from '../lib/format';
import { useNow } from '../lib/useNow';
import { Search } from '../ui/icons';
import { Empty } from '../ui/states';
import type { PipelineFailure } from './history';
import type { ErrorFilter } from './usePipeline';
import { useTexts } from '../i18n/catalogue';
import { FLOW } from '../i18n/flow';

interface ErrorLogProps {
  errors: readonly PipelineFailure[];
  siteNames: ReadonlyMap<string, string>;
  filter: ErrorFilter;
  onFilter: (filter: ErrorFilter) => void;
}

/** What went wrong lately, equal errors counted together. */
export function ErrorLog({ errors, siteNames, filter, onFilter }: ErrorLogProps): ReactElement {
  const t = useTexts(FLOW);
  const now = useNow(10_000);
  const nameOfSite = (id: string): string => siteNames.get(id) ?? id;
  return (
    <section className="card p-4 sm:p-5" aria-label={t.errors}>
      <header className="mb-3 flex flex-wrap items-center gap-2">
        <h2 className="mr-auto text-[15px] font-semibold tracking-[-0.01em]">{t.errors}</h2>
        <label className="flex items-center gap-2 rounded-lg border border-line bg-surface px-2.5 focus-within:border-accent">
          <Search className="size-4 text-faint" />
          <span className="sr-only">{t.searchErrors}</span>
          <input
            type="search"
            value={filter.search ?? ''}
            placeholder={t.searchErrors}
            onChange={(event) => onFilter({ ...filter, search: event.target.value || null })}
            className="h-8 w-40 bg-transparent outline-none placeholder:text-faint"
          />
        </label>
        <select
          aria-label={t.site}
          className="control h-8 max-w-44 px-2 text-[13px] font-normal"
          value={filter.siteId ?? ''}
          onChange={(event) => onFilter({ ...filter, siteId: event.target.value || null })}
        >
          <option value="">{t.allSites}</option>
          {[...siteNames].map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </header>
      {errors.length === 0 ? (
        <div className="h-32">
          <Empty title={filter.search || filter.siteId ? t.nothingFound : t.noErrors} />
        </div>
      ) : (
        <ul
          className="quiet-scroll max-h-96 overflow-y-auto"
          aria-label={t.errors}
          data-testid="errors"
        >
          {errors.map((error) => (
            <li
              key={[error.siteId, error.code, error.message].join('|')}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-t border-line py-2 first:border-t-0"
            >
              <p className="min-w-0 text-[13.5px]">
                <span className="rounded bg-bad-wash px-1.5 py-0.5 font-mono text-[12px] text-bad">
                  {error.code}
                </span>{' '}
                {error.kind !== error.code && (
                  <span className="text-[12px] text-soft">{error.kind} </span>
                )}
                <span className="break-words">{error.message}</span>
              </p>
              <p className="figures text-right text-[12.5px] whitespace-nowrap text-soft">
                {formatExact(error.count, 'count')} ×
              </p>
              <p className="text-[12px] text-faint">
                {error.siteId ? nameOfSite(error.siteId) : t.installation}
              </p>
              <p
                className="text-right text-[12px] text-faint"
                title={t.first(formatMoment(error.first))}
              >
                {formatAgo(error.last, now)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
