import { lazy, Suspense, useState, type ReactElement } from 'react';
import type { WeekStart } from '../api/generated';
import { Check } from '../ui/icons';
import { Skeleton } from '../ui/states';
import { Compare } from './icons';
import { Popover } from './Popover';
import { daysLabel } from './ranges';
import { COMPARISONS, comparisonLabel, type DashboardState } from './search';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

const DayCalendar = lazy(() => import('./DayCalendar'));

interface ComparePickerProps {
  state: DashboardState;
  onChange: (changes: Partial<DashboardState>) => void;
  today: string;
  weekStart: WeekStart;
}

/** With what the figures are compared. */
export function ComparePicker({
  state,
  onChange,
  today,
  weekStart,
}: ComparePickerProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const [open, setOpen] = useState(false);
  const [custom, setCustom] = useState(false);
  const { compare, compareRange } = state;
  const text =
    compare === 'CUSTOM' && compareRange ? daysLabel(compareRange) : comparisonLabel(compare);
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setCustom(false);
      }}
      label={t.compare}
      className="w-auto min-w-56"
      trigger={
        <button
          type="button"
          className="control max-w-56"
          aria-label={`${t.compare}: ${text}`}
          title={`${t.compare}: ${text}`}
        >
          <Compare className={`size-4 ${compare ? 'text-soft' : 'text-faint'}`} />
          <span className="truncate max-xl:hidden">{text}</span>
        </button>
      }
    >
      {custom ? (
        <Suspense fallback={<Skeleton className="m-3 size-72" />}>
          <DayCalendar
            days={compareRange}
            today={today}
            weekStart={weekStart}
            onChoose={(days) => {
              onChange({ compare: 'CUSTOM', compareRange: days });
              setOpen(false);
            }}
          />
        </Suspense>
      ) : (
        COMPARISONS.map((value) => (
          <button
            key={value}
            type="button"
            aria-pressed={value === compare}
            onClick={() => {
              if (value === 'CUSTOM') return setCustom(true);
              onChange({ compare: value });
              setOpen(false);
            }}
            className="flex w-full items-center justify-between gap-3 rounded-lg px-2.5 py-1.5 text-left hover:bg-sunken"
          >
            {comparisonLabel(value)}
            {value === 'CUSTOM' && ' …'}
            {value === compare && <Check className="size-4 text-accent" />}
          </button>
        ))
      )}
    </Popover>
  );
}
