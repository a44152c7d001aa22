import type { ReactElement, ReactNode } from 'react';
import type { Dimension } from '../api/generated';
import { formatExact, formatShare, formatShort } from '../lib/format';
import type { BreakdownRow } from './breakdown';
import { metricInfo } from './metrics';
import type { Metric } from '../api/generated';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

interface BreakdownListProps {
  dimension: Dimension;
  metric: Metric;
  currency: string;
  rows: readonly BreakdownRow[];
  total: number;
  /** The value that is filtered for. */
  chosen?: string | null | undefined;
  onChoose: (value: string | null) => void;
  mark?: (row: BreakdownRow, index: number) => ReactNode;
  onHover?: (key: string | null) => void;
  className?: string;
}

export function BreakdownList({
  dimension,
  metric,
  currency,
  rows,
  total,
  chosen,
  onChoose,
  mark,
  onHover,
  className = '',
}: BreakdownListProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const { unit } = metricInfo(metric);
  return (
    <ol className={'grid grid-cols-1 content-start gap-0.5 ' + className}>
      {rows.map((row, index) => (
        <li key={row.key}>
          <button
            type="button"
            data-testid="breakdown-row"
            aria-pressed={chosen === row.value}
            onClick={() => onChoose(row.value)}
            onPointerEnter={() => onHover?.(row.key)}
            onPointerLeave={() => onHover?.(null)}
            title={chosen === row.value ? t.showAll : t.filterBy(row.name)}
            className="group flex h-[34px] w-full items-center gap-2 rounded-lg pr-2.5 text-left hover:bg-sunken/70"
          >
            <span className="relative flex h-[30px] min-w-0 flex-1 items-center gap-2 px-2.5">
              <span
                className={`absolute inset-y-0 left-0 rounded-md transition-[width] duration-500 ease-out ${chosen === row.value ? 'bg-bar-hover' : 'bg-bar group-hover:bg-bar-hover'}`}
                style={{ width: `max(3px, ${(row.length * 100).toFixed(2)}%)` }}
              />
              {mark?.(row, index)}
              {dimension === 'COUNTRY' && row.value && (
                <span className="relative w-6 shrink-0 rounded border border-line bg-surface text-center font-mono text-[10.5px] leading-4 text-soft">
                  {row.value}
                </span>
              )}
              <span
                className={`relative truncate ${row.value === null ? 'text-faint italic' : ''}`}
              >
                {row.name}
              </span>
            </span>
            <span
              className="figures min-w-12 text-right font-medium"
              title={formatExact(row.count, unit, currency)}
              data-testid="breakdown-count"
            >
              {formatShort(row.count, unit, currency)}
            </span>
            <span className="figures w-11 text-right text-[12.5px] text-faint">
              {formatShare(row.count, total)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
