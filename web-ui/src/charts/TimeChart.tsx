import { scaleLinear, scalePoint } from 'd3-scale';
import { area, line } from 'd3-shape';
import { useId, useRef, useState, type ReactElement } from 'react';
import { formatExact, formatTick } from '../lib/format';
import { Change } from '../ui/Change';
import type { MetricInfo } from '../dashboard/metrics';
import { ClippedArea, ClippedLine } from './ClippedLine';
import { lone, segments, tickIndexes, type Line, type Point } from './series';
import { useWidth } from './useWidth';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

/** Of a chart that nobody asks to be lower. */
const HEIGHT = 290;
const MARGIN = { top: 16, right: 20, bottom: 30, left: 52 };
const LABEL_WIDTH = 76;
const TOOLTIP_WIDTH = 208;

export interface TimeChartProps {
  points: readonly Point[];
  info: MetricInfo;
  currency: string;
  height?: number;
}

/** Drawn once it is known how wide. */
export default function TimeChart({ height = HEIGHT, ...props }: TimeChartProps): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  return (
    <div ref={place} style={{ minHeight: height }}>
      {width !== undefined && <Drawing {...props} height={height} width={width} />}
    </div>
  );
}

function Drawing({
  points,
  info,
  currency,
  height,
  width,
}: TimeChartProps & { height: number; width: number }): ReactElement {
  const t = useTexts(DASHBOARD);
  const box = useRef<HTMLDivElement>(null);
  const gradient = useId();
  const hatch = useId();
  const [hovered, setHovered] = useState<number>();

  const values = points.flatMap(({ value, previous }) => [value ?? 0, previous ?? 0]);
  const y = scaleLinear()
    .domain([0, Math.max(info.unit === 'count' ? 4 : 1, ...values)])
    .nice(4)
    .range([height - MARGIN.bottom, MARGIN.top]);
  const x = scalePoint<number>()
    .domain(points.map((_, index) => index))
    .range([MARGIN.left, width - MARGIN.right]);
  const xOf = (index: number): number => x(index) ?? MARGIN.left;

  const indexes = points.map((_, index) => index);
  const drawLine = (pick: (point: Point) => number | null) =>
    line<number>()
      .defined((index) => pick(points[index]!) !== null)
      .x(xOf)
      .y((index) => y(pick(points[index]!) ?? 0));
  const lonePoints = (of: Line, radius: number, className: string): ReactElement[] =>
    lone(points, of).map((index) => (
      <circle
        key={index}
        cx={xOf(index)}
        cy={y(points[index]?.[of] ?? 0)}
        r={radius}
        className={className}
      />
    ));
  const filled = area<number>()
    .defined((index) => points[index]!.value !== null)
    .x(xOf)
    .y0(y(0))
    .y1((index) => y(points[index]!.value ?? 0));

  const nearest = (clientX: number): number => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    const step = x.step() || 1;
    const index = Math.round((clientX - left - MARGIN.left) / step);
    return Math.min(points.length - 1, Math.max(0, index));
  };
  const move = (by: number): void =>
    setHovered((index) =>
      Math.min(points.length - 1, Math.max(0, (index ?? points.length - 1 - by) + by)),
    );

  const point = hovered === undefined ? undefined : points[hovered];
  const labels = tickIndexes(
    points.map(({ label }) => label),
    (width - MARGIN.left - MARGIN.right) / LABEL_WIDTH,
  );

  return (
    <div
      ref={box}
      className="relative touch-pan-y select-none"
      role="group"
      tabIndex={0}
      aria-label={t.chart(info.label)}
      data-testid="chart"
      onPointerMove={(event) => setHovered(nearest(event.clientX))}
      onPointerDown={(event) => setHovered(nearest(event.clientX))}
      onPointerLeave={() => setHovered(undefined)}
      onBlur={() => setHovered(undefined)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') move(-1);
        else if (event.key === 'ArrowRight') move(1);
        else if (event.key === 'Escape') setHovered(undefined);
      }}
    >
      <svg width={width} height={height} className="block" aria-hidden="true">
        <defs>
          <linearGradient id={gradient} x1="0" x2="0" y1="0" y2="1">
            <stop offset="0" stopColor="var(--accent)" stopOpacity="0.2" />
            <stop offset="1" stopColor="var(--accent)" stopOpacity="0.01" />
          </linearGradient>
          <pattern
            id={hatch}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line x1="0" x2="0" y1="0" y2="6" stroke="var(--accent)" strokeOpacity="0.32" />
          </pattern>
        </defs>
        {y.ticks(4).map((tick) => (
          <g key={tick} className="text-line">
            <line
              x1={MARGIN.left}
              x2={width - MARGIN.right}
              y1={y(tick)}
              y2={y(tick)}
              stroke="currentColor"
              strokeDasharray={tick === 0 ? undefined : '2 4'}
            />
            <text
              x={MARGIN.left - 10}
              y={y(tick)}
              dy="0.32em"
              textAnchor="end"
              className="figures fill-faint text-[11.5px]"
            >
              {formatTick(tick, info.unit, currency)}
            </text>
          </g>
        ))}
        {labels.map((index) => (
          <text
            key={index}
            x={xOf(index)}
            y={height - 8}
            textAnchor={index === 0 ? 'start' : index === points.length - 1 ? 'end' : 'middle'}
            className="fill-faint text-[11.5px]"
          >
            {points[index]?.label}
          </text>
        ))}
        {segments(points, 'value').map((segment) => (
          <ClippedArea
            key={segment.from}
            path={filled(indexes) ?? ''}
            from={xOf(segment.from)}
            to={xOf(segment.to)}
            height={height}
            fill={`url(#${segment.partial ? hatch : gradient})`}
          />
        ))}
        {segments(points, 'previous').map((segment) => (
          <ClippedLine
            key={segment.from}
            path={drawLine(({ previous }) => previous)(indexes) ?? ''}
            from={xOf(segment.from)}
            to={xOf(segment.to)}
            height={height}
            dashed={segment.partial}
            className="text-compare"
            width={1.75}
          />
        ))}
        {segments(points, 'value').map((segment) => (
          <ClippedLine
            key={segment.from}
            path={drawLine(({ value }) => value)(indexes) ?? ''}
            from={xOf(segment.from)}
            to={xOf(segment.to)}
            height={height}
            dashed={segment.partial}
            className="text-accent"
            width={2.25}
          />
        ))}
        {lonePoints('previous', 2.5, 'fill-compare')}
        {lonePoints('value', 3, 'fill-accent')}
        {point && hovered !== undefined && (
          <g>
            <line
              x1={xOf(hovered)}
              x2={xOf(hovered)}
              y1={MARGIN.top}
              y2={height - MARGIN.bottom}
              stroke="var(--line-strong)"
            />
            {point.previous !== null && (
              <circle
                cx={xOf(hovered)}
                cy={y(point.previous)}
                r="3.5"
                fill="var(--surface)"
                stroke="var(--faint)"
                strokeWidth="1.75"
              />
            )}
            {point.value !== null && (
              <circle
                cx={xOf(hovered)}
                cy={y(point.value)}
                r="4.5"
                fill="var(--accent)"
                stroke="var(--surface)"
                strokeWidth="2"
              />
            )}
          </g>
        )}
      </svg>
      {point && hovered !== undefined && (
        <div
          role="status"
          className="pointer-events-none absolute top-2 z-10 rounded-xl border border-line bg-raised px-3 py-2.5 shadow-float"
          style={{
            width: TOOLTIP_WIDTH,
            left: Math.max(
              4,
              xOf(hovered) + TOOLTIP_WIDTH + 20 > width
                ? xOf(hovered) - TOOLTIP_WIDTH - 14
                : xOf(hovered) + 14,
            ),
          }}
        >
          <p className="text-[12px] text-soft">
            {point.title}
            {point.partial && point.value !== null && (
              <span className="text-faint"> · {t.notComplete}</span>
            )}
          </p>
          <p className="figures mt-0.5 flex items-baseline justify-between gap-3">
            <span className="text-[17px] font-semibold" data-testid="chart-value">
              {formatExact(point.value, info.unit, currency)}
            </span>
            <Change change={point.change} better={info.better} />
          </p>
          {point.previous !== null && (
            <p className="figures text-[12px] text-faint">
              {t.before(formatExact(point.previous, info.unit, currency))}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
