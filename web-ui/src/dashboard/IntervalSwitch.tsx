import type { ReactElement } from 'react';
import type { Interval } from '../api/generated';
import { intervalsFor, type Range } from './ranges';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

/** The one after, for going round by a key. */
export const nextInterval = (range: Range, interval: Interval): Interval => {
  const offered = intervalsFor(range);
  return offered[(offered.indexOf(interval) + 1) % offered.length] ?? offered[0];
};

interface IntervalSwitchProps {
  range: Range;
  interval: Interval;
  onChoose: (interval: Interval) => void;
}

export function IntervalSwitch({
  range,
  interval,
  onChoose,
}: IntervalSwitchProps): ReactElement | null {
  const t = useTexts(DASHBOARD);
  const offered = intervalsFor(range);
  if (offered.length < 2) return null;
  return (
    <div className="flex rounded-lg bg-sunken p-0.5" role="group" aria-label={t.interval}>
      {offered.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === interval}
          onClick={() => onChoose(one)}
          className={`rounded-md px-2.5 py-1 text-[12.5px] font-medium ${
            one === interval ? 'bg-surface text-ink shadow-card' : 'text-soft hover:text-ink'
          }`}
        >
          {t.intervals[one]}
        </button>
      ))}
    </div>
  );
}
