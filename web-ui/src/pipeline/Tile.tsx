import type { ReactElement, ReactNode } from 'react';
import { Sparkline } from '../ui/Sparkline';

interface TileProps {
  label: string;
  value: string;
  hint: string;
  tone?: 'plain' | 'bad' | 'good';
  trend?: readonly number[];
  children?: ReactNode;
}

const TONES = { plain: '', bad: 'text-bad', good: 'text-good' } as const;

/** A figure, what it counts, and how it has gone lately. */
export function Tile({
  label,
  value,
  hint,
  tone = 'plain',
  trend,
  children,
}: TileProps): ReactElement {
  return (
    <div className="min-w-0 bg-surface px-4 py-4 sm:px-5" title={hint}>
      <p className="text-[12.5px] font-medium text-soft">{label}</p>
      <p
        className={`figures mt-1 text-[22px] leading-8 font-semibold tracking-[-0.02em] ${TONES[tone]}`}
      >
        {value}
      </p>
      {trend && trend.length > 1 ? (
        <Sparkline values={trend} className="mt-1 h-7 w-full" />
      ) : (
        <p className="mt-1 h-7 truncate text-[12px] text-faint">{children ?? hint}</p>
      )}
    </div>
  );
}

export function Meter({
  label,
  part,
  text,
}: {
  label: string;
  part: number;
  text: string;
}): ReactElement {
  const share = Math.min(1, Math.max(0, part));
  return (
    <div>
      <p className="flex items-baseline justify-between gap-3 text-[13px]">
        <span className="text-soft">{label}</span>
        <span className="figures font-medium">{text}</span>
      </p>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={text}
        className="mt-1 h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div
          className={`h-full rounded-full transition-[width] duration-500 ${share > 0.8 ? 'bg-bad' : 'bg-accent'}`}
          style={{ width: `max(2px, ${share * 100}%)` }}
        />
      </div>
    </div>
  );
}
