import type { ReactElement } from 'react';
import type { StatsFieldsFragment } from '../api/generated';
import { formatExact, formatShort } from '../lib/format';
import { Change } from '../ui/Change';
import { Skeleton } from '../ui/states';
import { CARDS, type CardMetric } from './metrics';

interface MetricCardsProps {
  totals: StatsFieldsFragment['totals'] | undefined;
  stale: boolean;
  chosen: CardMetric;
  onChoose: (metric: CardMetric) => void;
}

export function MetricCards({ totals, stale, chosen, onChoose }: MetricCardsProps): ReactElement {
  return (
    <div
      className={`grid grid-cols-2 border-b border-line transition-opacity sm:grid-cols-3 xl:grid-cols-6 ${stale ? 'opacity-60' : ''}`}
    >
      {CARDS.map((card, index) => {
        const value = totals?.metrics[index];
        const before = totals?.comparison?.[index];
        const active = card.metric === chosen;
        return (
          <button
            key={card.metric}
            type="button"
            title={card.meaning}
            aria-pressed={active}
            data-testid={`card-${card.metric}`}
            onClick={() => onChoose(card.metric)}
            className={`relative -mb-px flex flex-col border-b border-line px-4 py-3.5 text-left max-sm:odd:border-r sm:border-r sm:px-5 sm:py-4 ${active ? '' : 'hover:bg-sunken/60'}`}
          >
            <span
              className={`absolute inset-x-0 bottom-0 h-0.5 ${active ? 'bg-accent' : 'bg-transparent'}`}
            />
            <span
              className={`block text-[12.5px] font-medium ${active ? 'text-accent-ink' : 'text-soft'}`}
            >
              {card.label}
            </span>
            {totals ? (
              <>
                <span
                  data-testid="card-value"
                  title={formatExact(value, card.unit)}
                  className="figures mt-1 flex flex-wrap items-baseline gap-x-2 text-[22px] leading-8 font-semibold tracking-[-0.02em] sm:text-[25px]"
                >
                  {formatShort(value, card.unit)}
                  <Change change={totals.change?.[index]} better={card.better} />
                </span>
                <span className="figures block truncate text-[12px] text-faint">
                  {before == null ? '\u00a0' : `${formatShort(before, card.unit)} before`}
                </span>
              </>
            ) : (
              <>
                <Skeleton className="mt-2 h-6 w-24" />
                <Skeleton className="mt-2 h-3 w-16" />
              </>
            )}
          </button>
        );
      })}
    </div>
  );
}
