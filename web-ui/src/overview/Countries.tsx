import type { ReactElement } from 'react';
import { StatsDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { toBreakdown } from '../dashboard/breakdown';
import { BreakdownList } from '../dashboard/BreakdownList';
import type { BaseQuestion } from '../dashboard/search';
import { formatExact } from '../lib/format';
import { LazyWorldMap } from '../maps/LazyWorldMap';
import { Empty, Failure, Skeleton } from '../ui/states';
import { useTexts } from '../i18n/catalogue';
import { FLOW } from '../i18n/flow';
import { DASHBOARD } from '../i18n/dashboard';

const SHOWN = 4;

interface CountriesProps {
  question: BaseQuestion;
  chosen: string | undefined;
  revision: number;
  onChoose: (country: string | null) => void;
}

/** Where the visitors of all sites are; a click narrows the page to a country. */
export function Countries({ question, chosen, revision, onChoose }: CountriesProps): ReactElement {
  const t = useTexts(FLOW);
  const words = useTexts(DASHBOARD);
  const result = useQuery(
    StatsDocument,
    { input: { ...question, metrics: ['VISITORS'], dimensions: ['COUNTRY'], limit: 300 } },
    { revision },
  );
  const stats = result.data?.stats;
  const rows = stats && toBreakdown('COUNTRY', stats, true);
  const content = (): ReactElement => {
    if (result.status === 'failed' && !rows)
      return <Failure error={result.error} onRetry={result.retry} />;
    if (!rows) return <Skeleton className="h-60" />;
    return (
      <>
        <LazyWorldMap
          label={t.visitors}
          values={new Map(rows.flatMap(({ value, count }) => (value ? [[value, count]] : [])))}
          format={(value) => formatExact(value, 'count')}
          {...(chosen === undefined ? {} : { chosen })}
          onChoose={onChoose}
        />
        {rows.length ? (
          <BreakdownList
            dimension="COUNTRY"
            metric="VISITORS"
            currency=""
            rows={rows.slice(0, SHOWN)}
            total={stats.totals.metrics[0] ?? 0}
            chosen={chosen}
            onChoose={onChoose}
            className="mt-2 sm:grid-cols-2 sm:gap-x-3"
          />
        ) : (
          <div className="h-32">
            {stats.totals.metrics[0] ? (
              <Empty title={words.noPlaces}>{words.noPlacesText}</Empty>
            ) : (
              <Empty title={t.noVisitors} />
            )}
          </div>
        )}
      </>
    );
  };
  return (
    <section className="card p-4 sm:p-5" aria-label={t.places} data-testid="countries">
      <h2 className="mb-2 flex min-h-8 items-center text-[15px] font-semibold tracking-[-0.01em]">
        {t.places}
      </h2>
      {content()}
    </section>
  );
}
