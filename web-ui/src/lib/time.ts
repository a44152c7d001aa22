import type { Interval } from '../api/generated';

/**
 * TIME values are local starts with an offset. The wall clock of the site is what is shown, so the
 * offset is dropped and the rest formatted as if it were UTC.
 */
const wallClock = (iso: string): Date => new Date(iso.slice(0, 19) + 'Z');

const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', ...options });

const SHORT: Record<Interval, Intl.DateTimeFormat> = {
  MINUTE: format({ hour: 'numeric', minute: '2-digit' }),
  HOUR: format({ hour: 'numeric' }),
  DAY: format({ day: 'numeric', month: 'short' }),
  WEEK: format({ day: 'numeric', month: 'short' }),
  MONTH: format({ month: 'short', year: '2-digit' }),
  QUARTER: format({ month: 'short', year: '2-digit' }),
  YEAR: format({ year: 'numeric' }),
};
const LONG: Record<Interval, Intl.DateTimeFormat> = {
  MINUTE: format({ weekday: 'short', hour: 'numeric', minute: '2-digit' }),
  HOUR: format({ weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric' }),
  DAY: format({ weekday: 'short', day: 'numeric', month: 'short' }),
  WEEK: format({ day: 'numeric', month: 'short', year: 'numeric' }),
  MONTH: format({ month: 'long', year: 'numeric' }),
  QUARTER: format({ month: 'long', year: 'numeric' }),
  YEAR: format({ year: 'numeric' }),
};

export const shortTime = (iso: string, interval: Interval): string =>
  SHORT[interval].format(wallClock(iso));

export const longTime = (iso: string, interval: Interval): string =>
  (interval === 'WEEK' ? 'Week of ' : '') + LONG[interval].format(wallClock(iso));

const dayMonthYear = format({ day: 'numeric', month: 'short', year: 'numeric' });

export const dateLabel = (day: string): string => dayMonthYear.format(new Date(day + 'T00:00:00Z'));

/** The present day in a zone. */
export const todayIn = (timeZone: string): string =>
  new Date().toLocaleDateString('sv-SE', { timeZone });
