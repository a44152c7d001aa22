import type { ReactElement } from 'react';

const WIDTH = 120;
const HEIGHT = 32;

/** What does not change stands in the middle. */
const isSteady = (values: readonly number[]): boolean =>
  values.every((value) => value === values[0] && value > 0);

/** Points of an SVG polyline through the values, with a little air at top and bottom. */
export const sparklinePoints = (values: readonly number[]): string => {
  const largest = Math.max(1, ...values) * (isSteady(values) ? 2 : 1);
  const step = values.length > 1 ? WIDTH / (values.length - 1) : 0;
  return values
    .map((value, index) => {
      const y = HEIGHT - 2 - (value / largest) * (HEIGHT - 4);
      return `${(index * step).toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
};

export function Sparkline({
  values,
  className = 'h-8 w-full',
}: {
  values: readonly number[];
  className?: string;
}): ReactElement {
  const points = sparklinePoints(values);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={className}
      aria-hidden="true"
    >
      <polygon points={`0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}`} fill="var(--accent-wash)" />
      <polyline
        points={points}
        fill="none"
        stroke={values.some((value) => value > 0) ? 'var(--accent)' : 'var(--line-strong)'}
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}
