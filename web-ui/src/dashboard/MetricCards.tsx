import type { ReactElement } from 'react';
import type { Metric, StatsFieldsFragment } from '../api/generated';
import { formatExact, formatShort } from '../lib/format';
import { Change } from '../ui/Change';
import { Skeleton } from '../ui/states';
import { Hint } from './Hint';
import { metricInfo } from './metrics';
import { useMeaning } from './useDefinitions';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

interface MetricCardsProps {
  cards: readonly Metric[];
  /** What was asked for, in the order of the figures. */
  asked: readonly Metric[];
  totals: StatsFieldsFragment['totals'] | undefined;
  stale: boolean;
  currency: string;
  chosen: Metric;
  onChoose: (metric: Metric) => void;
}

/** A card of a row that is not full reaches as far as it has to. */
export function MetricCards(props: MetricCardsProps): ReactElement {
  const { cards, stale } = props;
  return (
    <div
      className={`grid grid-cols-2 gap-px bg-line transition-opacity sm:grid-cols-3 xl:grid-cols-[repeat(auto-fit,minmax(150px,1fr))] ${stale ? 'opacity-60' : ''}`}
    >
      {cards.map((metric) => (
        <Card key={metric} metric={metric} {...props} />
      ))}
      {cards.length % 2 === 1 && <span className="bg-surface sm:hidden" />}
      {cards.length % 3 !== 0 && (
        <span
          className={`hidden bg-surface sm:block xl:hidden ${cards.length % 3 === 1 ? 'col-span-2' : ''}`}
        />
      )}
    </div>
  );
}

function Card({
  metric,
  asked,
  totals,
  currency,
  chosen,
  onChoose,
}: MetricCardsProps & { metric: Metric }): ReactElement {
  const t = useTexts(DASHBOARD);
  const { label, unit, better } = metricInfo(metric);
  const meaning = useMeaning(metric);
  const index = asked.indexOf(metric);
  const value = totals?.metrics[index];
  const before = totals?.comparison?.[index];
  const active = metric === chosen;
  return (
    <Hint text={meaning}>
      <button
        type="button"
        aria-pressed={active}
        data-testid={`card-${metric}`}
        onClick={() => onChoose(metric)}
        className={`relative flex min-w-0 flex-col bg-surface px-4 py-3.5 text-left focus-visible:z-10 sm:px-5 sm:py-4 ${active ? '' : 'hover:bg-sunken/60'}`}
      >
        <span
          className={`absolute inset-x-0 bottom-0 h-0.5 ${active ? 'bg-accent' : 'bg-transparent'}`}
        />
        <span
          className={`block max-w-full truncate text-[12.5px] font-medium ${active ? 'text-accent-ink' : 'text-soft'}`}
        >
          {label}
        </span>
        {totals && index >= 0 ? (
          <>
            <span
              data-testid="card-value"
              data-exact={value ?? ''}
              title={formatExact(value, unit, currency)}
              className="figures mt-1 flex flex-wrap items-baseline gap-x-2 text-[22px] leading-8 font-semibold tracking-[-0.02em] sm:text-[25px]"
            >
              {formatShort(value, unit, currency)}
              <Change change={totals.change?.[index]} better={better} />
            </span>
            <span className="figures block truncate text-[12px] text-faint">
              {before == null ? '\u00a0' : t.before(formatShort(before, unit, currency))}
            </span>
          </>
        ) : (
          <>
            <Skeleton className="mt-2 h-6 w-24" />
            <Skeleton className="mt-2 h-3 w-16" />
          </>
        )}
      </button>
    </Hint>
  );
}
