import type { Interval } from '../api/generated';
import { textsNow } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';
import { perLocale } from '../i18n/locale';

/**
 * TIME values are local starts with an offset. The wall clock of the site is what is shown, so the
 * offset is dropped and the rest formatted as if it were UTC.
 */
const wallClock = (iso: string): Date => new Date(iso.slice(0, 19) + 'Z');

type Format = () => Intl.DateTimeFormat;

const format = (options: Intl.DateTimeFormatOptions): Format =>
  perLocale((tag) => new Intl.DateTimeFormat(tag, { timeZone: 'UTC', ...options }));

const SHORT: Record<Interval, Format> = {
  MINUTE: format({ hour: 'numeric', minute: '2-digit' }),
  HOUR: format({ hour: 'numeric' }),
  DAY: format({ day: 'numeric', month: 'short' }),
  WEEK: format({ day: 'numeric', month: 'short' }),
  MONTH: format({ month: 'short', year: '2-digit' }),
  QUARTER: format({ month: 'short', year: '2-digit' }),
  YEAR: format({ year: 'numeric' }),
};
const LONG: Record<Interval, Format> = {
  MINUTE: format({ weekday: 'short', hour: 'numeric', minute: '2-digit' }),
  HOUR: format({ weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric' }),
  DAY: format({ weekday: 'short', day: 'numeric', month: 'short' }),
  WEEK: format({ day: 'numeric', month: 'short', year: 'numeric' }),
  MONTH: format({ month: 'long', year: 'numeric' }),
  QUARTER: format({ month: 'long', year: 'numeric' }),
  YEAR: format({ year: 'numeric' }),
};

export const shortTime = (iso: string, interval: Interval): string =>
  SHORT[interval]().format(wallClock(iso));

export const longTime = (iso: string, interval: Interval): string => {
  const text = LONG[interval]().format(wallClock(iso));
  return interval === 'WEEK' ? textsNow(DASHBOARD).weekOf(text) : text;
};

const dayMonthYear = format({ day: 'numeric', month: 'short', year: 'numeric' });

const startOf = (day: string): Date => new Date(day + 'T00:00:00Z');

export const dateLabel = (day: string): string => dayMonthYear().format(startOf(day));

/** `1–31 Jan 2026`. */
export const daysBetween = (from: string, to: string): string =>
  dayMonthYear().formatRange(startOf(from), startOf(to));

/** The present day in a zone. */
const days = new Map<string, Intl.DateTimeFormat>();

export const todayIn = (timeZone: string): string => {
  // Swedes write days as ISO does.
  const day = days.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone });
  days.set(timeZone, day);
  return day.format(new Date());
};
