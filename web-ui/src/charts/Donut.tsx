import { arc, pie } from 'd3-shape';
import type { ReactElement } from 'react';
import { formatShare, formatShort } from '../lib/format';

const SIZE = 148;

export interface Slice {
  key: string;
  name: string;
  count: number;
}

interface DonutProps {
  slices: readonly Slice[];
  /** What the middle counts. */
  label: string;
  total: number;
  hovered: string | null;
  onHover: (key: string | null) => void;
  onChoose: (key: string) => void;
}

/** One hue from strong to faint, so that neighbours differ for every eye. */
export const sliceColour = (index: number): string =>
  `color-mix(in oklab, var(--accent) ${Math.max(14, 100 - index * 15)}%, var(--land))`;

/** Shares of a whole. The list beside it says the same in words, so it is hidden from screen readers. */
export default function Donut({
  slices,
  label,
  total,
  hovered,
  onHover,
  onChoose,
}: DonutProps): ReactElement {
  const angles = pie<Slice>()
    .value(({ count }) => count)
    .sort(null)
    .padAngle(0.018)([...slices]);
  const ring = arc<(typeof angles)[number]>()
    .innerRadius(50)
    .outerRadius(({ data }) => (data.key === hovered ? 74 : 70))
    .cornerRadius(3);
  const shown = slices.find(({ key }) => key === hovered);
  return (
    <div className="relative" style={{ width: SIZE, height: SIZE }} aria-hidden="true">
      <svg viewBox={`${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`} width={SIZE} height={SIZE}>
        {angles.map((angle, index) => (
          <path
            key={angle.data.key}
            d={ring(angle) ?? ''}
            style={{ fill: sliceColour(index) }}
            className="cursor-pointer transition-[d,opacity] duration-200"
            opacity={hovered && hovered !== angle.data.key ? 0.45 : 1}
            onPointerEnter={() => onHover(angle.data.key)}
            onPointerLeave={() => onHover(null)}
            onClick={() => onChoose(angle.data.key)}
          />
        ))}
      </svg>
      <p className="figures pointer-events-none absolute inset-0 grid place-content-center px-8 text-center leading-tight">
        <b className="text-[19px] font-semibold tracking-[-0.02em]">
          {shown ? formatShare(shown.count, total) : formatShort(total, 'count')}
        </b>
        <span className="max-w-20 truncate text-[11.5px] text-faint">
          {shown ? shown.name : label}
        </span>
      </p>
    </div>
  );
}
