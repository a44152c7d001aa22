import { useState, type ReactElement } from 'react';
import { nameOf, shortWeekdayName, weekdayName } from '../lib/names';
import { gridShade, shadeColour } from '../maps/shade';
import { DAYS, HOURS } from './hours';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

interface HourGridProps {
  grid: readonly (readonly number[])[];
  /** Rows of the grid in the order in which they are shown. */
  days: readonly number[];
  format: (value: number) => string;
  label: string;
  chosen: { day: string | null | undefined; hour: string | null | undefined };
  onChoose: (day: string, hour: string) => void;
}

/** Of a cell without anything, and of four steps up to the fullest. */
const LEGEND = [0, 0.1, 0.4, 0.7, 1];

const hourValue = (hour: number): string => String(hour).padStart(2, '0');
const cellName = (day: number, hour: number): string =>
  `${weekdayName(day + 1)}, ${nameOf('HOUR_OF_DAY', hourValue(hour))}`;

/** Hours across, weekdays down. One cell takes the focus; the arrow keys move it. */
export function HourGrid({
  grid,
  days: order,
  format,
  label,
  chosen,
  onChoose,
}: HourGridProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const [at, setAt] = useState<readonly [number, number]>([0, 9]);
  const [hovered, setHovered] = useState<readonly [number, number]>();
  const largest = Math.max(0, ...grid.flat());
  const smallest = Math.min(...grid.flat());
  const shown = hovered ?? undefined;

  const move = (target: HTMLElement, days: number, hours: number): void => {
    const place = (order.indexOf(at[0]) + days + DAYS) % DAYS;
    const next = [order[place]!, (at[1] + hours + HOURS) % HOURS] as const;
    setAt(next);
    setHovered(next);
    target
      .closest('[role="grid"]')
      ?.querySelector<HTMLElement>(`[data-cell="${next[0]}-${next[1]}"]`)
      ?.focus();
  };
  const KEYS: Record<string, readonly [number, number]> = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
  };

  return (
    <div onPointerLeave={() => setHovered(undefined)}>
      <div role="grid" aria-label={label} className="grid gap-[3px]" data-testid="hour-grid">
        {order.map((day) => (
          <div key={day} role="row" className="flex items-center gap-[3px]">
            <span role="rowheader" className="w-9 shrink-0 text-[11.5px] text-faint">
              <span aria-hidden="true">{shortWeekdayName(day + 1)}</span>
              <span className="sr-only">{weekdayName(day + 1)}</span>
            </span>
            {(grid[day] ?? []).map((value, hour) => {
              const isChosen = chosen.day === String(day + 1) && chosen.hour === hourValue(hour);
              return (
                <span key={hour} role="gridcell" className="flex flex-1">
                  <button
                    type="button"
                    data-cell={`${day}-${hour}`}
                    tabIndex={at[0] === day && at[1] === hour ? 0 : -1}
                    aria-label={`${cellName(day, hour)}: ${format(value)}`}
                    aria-pressed={isChosen}
                    style={{ background: shadeColour(gridShade(value, smallest, largest)) }}
                    className={`h-7 w-full min-w-0 rounded-[4px] transition-[background-color] duration-500 hover:ring-2 hover:ring-accent/50 ${isChosen ? 'ring-2 ring-accent' : ''}`}
                    onPointerEnter={() => setHovered([day, hour])}
                    onFocus={() => setHovered([day, hour])}
                    onBlur={() => setHovered(undefined)}
                    onClick={() => {
                      setAt([day, hour]);
                      onChoose(String(day + 1), hourValue(hour));
                    }}
                    onKeyDown={(event) => {
                      const step = KEYS[event.key];
                      if (!step) return;
                      event.preventDefault();
                      move(event.currentTarget, ...step);
                    }}
                  />
                </span>
              );
            })}
          </div>
        ))}
      </div>
      <div
        className="figures mt-1.5 flex justify-between pl-[39px] text-[11.5px] text-faint"
        aria-hidden="true"
      >
        {[0, 3, 6, 9, 12, 15, 18, 21].map((hour) => (
          <span key={hour} className="w-[12.5%]">
            {nameOf('HOUR_OF_DAY', hourValue(hour))}
          </span>
        ))}
      </div>
      <div
        className="mt-2 flex h-5 items-center justify-between gap-3 text-[12.5px] text-soft"
        aria-hidden="true"
      >
        <p className="figures truncate">
          {shown && (
            <>
              {cellName(...shown)}{' '}
              <b className="font-semibold text-ink">{format(grid[shown[0]]?.[shown[1]] ?? 0)}</b>
            </>
          )}
        </p>
        <p className="flex items-center gap-1 text-[11.5px] text-faint">
          {t.less}
          {LEGEND.map((strength) => (
            <span
              key={strength}
              className="size-3 rounded-[3px]"
              style={{ background: shadeColour(strength) }}
            />
          ))}
          {t.most}
        </p>
      </div>
    </div>
  );
}
