import { lazy, Suspense, type ReactElement } from 'react';
import type { WeekStart } from '../api/generated';
import { Calendar, ChevronDown } from '../ui/icons';
import { Key } from '../ui/Menu';
import { Skeleton } from '../ui/states';
import { Popover } from './Popover';
import { PRESET_GROUPS, rangeLabel } from './ranges';
import type { DashboardState } from './search';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

const DayCalendar = lazy(() => import('./DayCalendar'));

interface RangePickerProps {
  state: Pick<DashboardState, 'range'>;
  onChange: (changes: Pick<DashboardState, 'range'>) => void;
  /** The site's day. */
  today: string;
  weekStart: WeekStart;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function RangePicker({
  state: { range },
  onChange,
  today,
  weekStart,
  open,
  onOpenChange,
}: RangePickerProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const choose = (next: DashboardState['range']): void => {
    onChange({ range: next });
    onOpenChange(false);
  };
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      label={t.range}
      className="w-auto"
      trigger={
        <button
          type="button"
          className="control w-full justify-between"
          aria-label={`${t.range}: ${rangeLabel(range)}`}
        >
          <Calendar className="text-soft max-sm:hidden" />
          <span className="truncate">{rangeLabel(range)}</span>
          <ChevronDown className="size-3.5 text-faint" />
        </button>
      }
    >
      <div className="flex flex-col sm:flex-row">
        <div className="max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-1 sm:w-56 sm:border-r sm:border-line sm:pr-1.5">
          {PRESET_GROUPS.map((group, index) => (
            <div
              key={index}
              className="sm:mb-1 sm:border-b sm:border-line sm:pb-1 sm:last:mb-0 sm:last:border-b-0"
            >
              {group.map(({ preset, label, key }) => {
                const chosen = range.kind === 'preset' && range.preset === preset;
                return (
                  <button
                    key={preset}
                    type="button"
                    aria-current={chosen || undefined}
                    onClick={() => choose({ kind: 'preset', preset })}
                    className={`flex w-full items-center justify-between gap-3 rounded-lg px-2.5 py-[5px] text-left text-[13.5px] ${
                      chosen ? 'bg-accent-wash font-medium text-accent-ink' : 'hover:bg-sunken'
                    }`}
                  >
                    <span className="truncate">{label}</span>
                    {key && (
                      <span className="max-sm:hidden">
                        <Key>{key.toUpperCase()}</Key>
                      </span>
                    )}
                  </button>
                );
              })}
            </div>
          ))}
        </div>
        <Suspense fallback={<Skeleton className="m-3 size-72" />}>
          <DayCalendar
            days={range.kind === 'days' ? range : null}
            today={today}
            weekStart={weekStart}
            onChoose={(days) => choose({ kind: 'days', ...days })}
          />
        </Suspense>
      </div>
    </Popover>
  );
}
