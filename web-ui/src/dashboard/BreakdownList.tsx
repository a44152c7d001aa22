import type { ReactElement } from 'react';
import type { Dimension } from '../api/generated';
import { formatExact, formatShare, formatShort } from '../lib/format';
import type { BreakdownRow } from './breakdown';

interface BreakdownListProps {
  dimension: Dimension;
  rows: readonly BreakdownRow[];
  total: number;
  onChoose: (value: string | null) => void;
}

export function BreakdownList({
  dimension,
  rows,
  total,
  onChoose,
}: BreakdownListProps): ReactElement {
  return (
    <ol className="grid grid-cols-1 gap-0.5">
      {rows.map((row) => (
        <li key={row.key}>
          <button
            type="button"
            data-testid="breakdown-row"
            onClick={() => onChoose(row.value)}
            title={`Filter by ${row.name}`}
            className="group flex h-9 w-full items-center gap-2 rounded-lg pr-2.5 text-left hover:bg-sunken/70"
          >
            <span className="relative flex h-8 min-w-0 flex-1 items-center gap-2 px-2.5">
              <span
                className="absolute inset-y-0 left-0 rounded-md bg-bar transition-[width] duration-500 ease-out group-hover:bg-bar-hover"
                style={{ width: `max(3px, ${(row.length * 100).toFixed(2)}%)` }}
              />
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
              title={formatExact(row.count, 'count')}
              data-testid="breakdown-count"
            >
              {formatShort(row.count, 'count')}
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
