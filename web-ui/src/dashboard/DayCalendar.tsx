import { useState, type ReactElement } from 'react';
import { DayPicker, type DateRange } from 'react-day-picker';
import { de, enGB } from 'react-day-picker/locale';
import type { WeekStart } from '../api/generated';
import { useLanguage } from '../i18n/language';
import { daysLabel, type Days } from './ranges';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

const LOCALES = { en: enGB, de } as const;

interface DayCalendarProps {
  days: Days | null;
  /** The last day that can be chosen. */
  today: string;
  weekStart: WeekStart;
  onChoose: (days: Days) => void;
}

/** Days have no zone here: what is picked is the same day for everybody. */
const toDate = (day: string): Date => new Date(`${day}T12:00:00`);
const toDay = (date: Date): string => date.toLocaleDateString('sv-SE');

const CLASSES = {
  root: 'relative p-2.5',
  months: 'flex flex-wrap gap-4',
  month: 'grid gap-2',
  month_caption: 'flex h-8 items-center px-1.5 font-medium',
  nav: 'absolute top-2.5 right-2.5 flex gap-1',
  button_previous:
    'grid size-8 place-content-center rounded-lg text-soft hover:bg-sunken hover:text-ink aria-disabled:opacity-30',
  button_next:
    'grid size-8 place-content-center rounded-lg text-soft hover:bg-sunken hover:text-ink aria-disabled:opacity-30',
  chevron: 'size-4 fill-current',
  weekday: 'size-9 text-[11.5px] font-normal text-faint',
  day: 'p-0 text-center',
  day_button: 'size-9 rounded-lg text-[13px] hover:bg-sunken figures',
  today: '[&>button]:font-semibold [&>button]:text-accent-ink',
  range_middle: 'bg-accent-wash [&>button]:rounded-none',
  range_start:
    'rounded-l-lg bg-accent-wash [&>button]:bg-accent [&>button]:text-on-accent [&>button]:hover:bg-accent',
  range_end:
    'rounded-r-lg bg-accent-wash [&>button]:bg-accent [&>button]:text-on-accent [&>button]:hover:bg-accent',
  outside: 'opacity-30',
  disabled: '[&>button]:opacity-30 [&>button]:hover:bg-transparent',
} as const;

export default function DayCalendar({
  days,
  today,
  weekStart,
  onChoose,
}: DayCalendarProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const [language] = useLanguage();
  const [range, setRange] = useState<DateRange | undefined>(
    days ? { from: toDate(days.from), to: toDate(days.to) } : undefined,
  );
  const [picked, setPicked] = useState(!!days);
  const chosen =
    range?.from && range.to && picked ? { from: toDay(range.from), to: toDay(range.to) } : null;
  const field = 'control h-9 min-w-0 flex-1 px-2 text-[13px] font-normal';
  const type = (part: keyof Days, value: string): void => {
    if (!value) return;
    const next = { ...range, [part]: toDate(value) } as DateRange;
    setRange({ from: next.from ?? next.to, to: next.to ?? next.from });
    setPicked(true);
  };
  return (
    <div>
      <DayPicker
        mode="range"
        locale={LOCALES[language]}
        weekStartsOn={weekStart === 'SUNDAY' ? 0 : 1}
        selected={range}
        onSelect={(next) => {
          setRange(next);
          setPicked(true);
        }}
        defaultMonth={range?.from ?? toDate(today)}
        endMonth={toDate(today)}
        disabled={{ after: toDate(today) }}
        classNames={CLASSES}
        showOutsideDays
      />
      <form
        className="grid gap-2 px-2.5 pb-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen && chosen.from <= chosen.to) onChoose(chosen);
        }}
      >
        <div className="flex items-center gap-1.5">
          <input
            type="date"
            aria-label={t.from}
            className={field}
            max={today}
            value={range?.from ? toDay(range.from) : ''}
            onChange={(event) => type('from', event.target.value)}
          />
          <span className="text-faint">–</span>
          <input
            type="date"
            aria-label={t.to}
            className={field}
            max={today}
            value={range?.to ? toDay(range.to) : ''}
            onChange={(event) => type('to', event.target.value)}
          />
        </div>
        <button
          type="submit"
          disabled={!chosen || chosen.from > chosen.to}
          className="h-9 rounded-[9px] bg-accent px-3 font-medium text-on-accent disabled:bg-sunken disabled:text-faint"
        >
          {chosen && chosen.from <= chosen.to ? t.show(daysLabel(chosen)) : t.chooseDays}
        </button>
      </form>
    </div>
  );
}
