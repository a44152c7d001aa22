import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { StatsDocument, type Metric } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { metricInfo } from '../dashboard/metrics';
import type { BaseQuestion } from '../dashboard/search';
import { formatExact } from '../lib/format';
import { Change } from '../ui/Change';
import { ArrowDown } from '../ui/icons';
import { Empty, Failure, Skeleton } from '../ui/states';
import { useTexts } from '../i18n/catalogue';
import { FLOW } from '../i18n/flow';

const METRICS = [
  'EVENTS',
  'SESSIONS',
  'CONVERSION_RATE',
  'BUSINESS_VISITOR_RATE',
] as const satisfies readonly Metric[];
const SITES = 10;

interface TopSitesProps {
  question: BaseQuestion;
  siteNames: ReadonlyMap<string, string>;
  revision: number;
  by: Metric;
  onOrder: (by: Metric) => void;
}

/** The ten sites that come first by the chosen column. */
export function TopSites({
  question,
  siteNames,
  revision,
  by,
  onOrder,
}: TopSitesProps): ReactElement {
  const t = useTexts(FLOW);
  const result = useQuery(
    StatsDocument,
    {
      input: {
        ...question,
        metrics: [...METRICS],
        dimensions: ['SITE'],
        compare: 'PREVIOUS_PERIOD',
        orderBy: [
          { metric: by, direction: 'DESC' },
          { dimension: 'SITE', direction: 'ASC' },
        ],
        limit: SITES,
      },
    },
    { revision },
  );
  const rows = result.data?.stats.rows;
  const content = (): ReactElement => {
    if (result.status === 'failed' && !rows)
      return <Failure error={result.error} onRetry={result.retry} />;
    if (!rows) return <Skeleton className="h-60" />;
    if (!rows.length) return <Empty title={t.noEvents} />;
    return (
      <div
        className="quiet-scroll -mx-1 overflow-x-auto"
        role="region"
        aria-label={t.topSites}
        tabIndex={0}
      >
        <table className="figures w-full text-left text-[13.5px]" data-testid="top-sites">
          <thead className="text-[12px] text-faint">
            <tr>
              <th className="px-1 py-1.5 font-medium">{t.site}</th>
              {METRICS.map((metric) => (
                <th
                  key={metric}
                  aria-sort={metric === by ? 'descending' : 'none'}
                  className="py-1 pl-3 text-right font-medium"
                >
                  <button
                    type="button"
                    title={metricInfo(metric).meaning}
                    className={`inline-flex h-7 items-center gap-1 rounded px-1 whitespace-nowrap hover:text-ink ${metric === by ? 'text-accent-ink' : ''}`}
                    onClick={() => onOrder(metric)}
                  >
                    {metric === by && <ArrowDown className="size-3" />}
                    {metricInfo(metric).label}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const siteId = row.dimensions[0] ?? '';
              return (
                <tr key={siteId} className="border-t border-line hover:bg-sunken/60">
                  <th scope="row" className="max-w-44 min-w-28 truncate px-1 font-medium">
                    <Link
                      to="/sites/$siteId"
                      params={{ siteId }}
                      search={{}}
                      className="block truncate py-2 hover:text-accent-ink"
                    >
                      {siteNames.get(siteId) ?? siteId}
                    </Link>
                  </th>
                  {METRICS.map((metric, index) => (
                    <td key={metric} className="py-2 pl-3 text-right whitespace-nowrap">
                      {formatExact(row.metrics[index], metricInfo(metric).unit)}{' '}
                      {index < 2 && <Change change={row.change?.[index]} better="higher" />}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    );
  };
  return (
    <section className="card p-4 sm:p-5" aria-label={t.topSites}>
      <h2 className="mb-2 flex min-h-8 items-center text-[15px] font-semibold tracking-[-0.01em]">
        {t.topSites}
      </h2>
      <div className={result.status === 'loading' && rows ? 'opacity-60 transition-opacity' : ''}>
        {content()}
      </div>
    </section>
  );
}
