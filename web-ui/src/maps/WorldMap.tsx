import { memo, useRef, useState, type PointerEvent, type ReactElement } from 'react';
import { nameOf } from '../lib/names';
import { COUNTRIES, MAP_HEIGHT, MAP_WIDTH, MIDDLE, SMALL } from './geometry';
import { shade, shadeColour } from './shade';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

export interface WorldMapProps {
  /** What the figures count, for the description. */
  label: string;
  values: ReadonlyMap<string, number>;
  format: (value: number) => string;
  chosen?: string | null;
  onChoose?: (code: string) => void;
  /** Breathing dots instead of coloured countries. */
  live?: boolean;
}

interface Hovered {
  code: string;
  x: number;
  y: number;
  /** Of the map at that moment. */
  width: number;
}

export default function WorldMap(props: WorldMapProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const { label, values, format, live = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<Hovered>();

  const move = (event: PointerEvent): void => {
    const code = (event.target as Element).getAttribute('data-code');
    const bounds = box.current?.getBoundingClientRect();
    if (!code || !bounds) return setHovered(undefined);
    setHovered({
      code,
      x: event.clientX - bounds.left,
      y: event.clientY - bounds.top,
      width: bounds.width,
    });
  };

  return (
    <div
      ref={box}
      className="relative"
      data-testid="world-map"
      onPointerMove={move}
      onPointerDown={move}
      onPointerLeave={() => setHovered(undefined)}
    >
      <svg
        viewBox={`0 0 ${MAP_WIDTH} ${MAP_HEIGHT}`}
        role="img"
        aria-label={t.map(label)}
        className="block h-auto w-full"
        onClick={(event) => {
          const code = (event.target as Element).getAttribute('data-code');
          if (code && values.has(code)) props.onChoose?.(code);
        }}
      >
        <Land {...props} />
        {live && <Dots values={values} />}
      </svg>
      {hovered && (
        <p
          className="figures pointer-events-none absolute z-10 max-w-52 rounded-lg border border-line bg-raised px-2.5 py-1.5 text-[12.5px] whitespace-nowrap shadow-float"
          style={{
            top: hovered.y + 14,
            ...(hovered.x > hovered.width / 2
              ? { right: hovered.width - hovered.x + 8 }
              : { left: hovered.x + 8 }),
          }}
        >
          <span className="text-soft">{nameOf('COUNTRY', hovered.code)}</span>{' '}
          <b className="font-semibold">{format(values.get(hovered.code) ?? 0)}</b>
        </p>
      )}
    </div>
  );
}

const Land = memo(function Land({
  values,
  chosen = null,
  onChoose,
  live = false,
}: WorldMapProps): ReactElement {
  const largest = Math.max(0, ...values.values());
  const look = (code: string | undefined): { fill: string; opacity: number } => ({
    fill: code && !live ? shadeColour(shade(values.get(code) ?? 0, largest)) : 'var(--land)',
    opacity: chosen && chosen !== code ? 0.55 : 1,
  });
  const pointer = (code: string | undefined): string =>
    onChoose && code && values.has(code) ? 'cursor-pointer hover:brightness-95' : '';
  return (
    <g>
      {COUNTRIES.map(({ code, path }, index) => (
        <path
          key={code ?? index}
          d={path}
          data-code={code}
          style={look(code)}
          className={`stroke-surface transition-[fill] duration-500 ${pointer(code)}`}
          strokeWidth={code === chosen ? 1.6 : 0.7}
        />
      ))}
      {!live &&
        SMALL.filter(({ code }) => values.has(code)).map(({ code, x, y }) => (
          <circle
            key={code}
            cx={x}
            cy={y}
            r={5.5}
            data-code={code}
            style={look(code)}
            strokeWidth={1}
            className={`stroke-surface ${pointer(code)}`}
          />
        ))}
    </g>
  );
});

function Dots({ values }: { values: ReadonlyMap<string, number> }): ReactElement {
  const largest = Math.max(1, ...values.values());
  return (
    <g className="pointer-events-none">
      {[...values].map(([code, count]) => {
        const spot = MIDDLE.get(code);
        if (!spot) return null;
        const radius = 5 + 13 * Math.sqrt(count / largest);
        return (
          <g key={code} className="fill-live" data-testid="map-dot">
            <circle
              cx={spot.x}
              cy={spot.y}
              r={radius}
              opacity={0.25}
              className="animate-breathe transition-[r] duration-500"
            />
            <circle cx={spot.x} cy={spot.y} r={Math.max(3.5, radius * 0.45)} />
          </g>
        );
      })}
    </g>
  );
}
