import type { Interval, RangeInput } from './generated';

const DAY_MS = 864e5;
const MINUTE_MS = 6e4;

export interface Span {
  from: number;
  to: number;
}

const utcDay = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;
const monthStart = (ms: number, months: number): number => {
  const date = new Date(ms);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
};

/** The mock's sites live in UTC. */
export const spanOf = (range: RangeInput, now: number): Span => {
  const today = utcDay(now);
  const end = today + DAY_MS;
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * DAY_MS;
  const year = new Date(now).getUTCFullYear();
  const lastDays = (days: number): Span => ({ from: end - days * DAY_MS, to: end });
  if (range.from && range.to)
    return { from: Date.parse(range.from), to: Date.parse(range.to) + DAY_MS };
  switch (range.preset) {
    case 'TODAY':
      return { from: today, to: end };
    case 'YESTERDAY':
      return { from: today - DAY_MS, to: today };
    case 'LAST_30_MINUTES':
      return { from: now - 30 * MINUTE_MS, to: now };
    case 'LAST_24_HOURS':
      return { from: now - DAY_MS, to: now };
    case 'LAST_7_DAYS':
      return lastDays(7);
    case 'LAST_28_DAYS':
      return lastDays(28);
    case 'LAST_90_DAYS':
      return lastDays(90);
    case 'THIS_WEEK':
      return { from: monday, to: monday + 7 * DAY_MS };
    case 'LAST_WEEK':
      return { from: monday - 7 * DAY_MS, to: monday };
    case 'THIS_MONTH':
      return { from: monthStart(now, 0), to: monthStart(now, 1) };
    case 'LAST_MONTH':
      return { from: monthStart(now, -1), to: monthStart(now, 0) };
    case 'THIS_YEAR':
      return { from: Date.UTC(year, 0, 1), to: Date.UTC(year + 1, 0, 1) };
    case 'LAST_YEAR':
      return { from: Date.UTC(year - 1, 0, 1), to: Date.UTC(year, 0, 1) };
    case 'LAST_12_MONTHS':
      return { from: monthStart(now, -11), to: monthStart(now, 1) };
    case 'ALL_TIME':
      return { from: monthStart(now, -13), to: end };
    default:
      return lastDays(30);
  }
};

export const bucketStart = (ms: number, interval: Interval): number => {
  switch (interval) {
    case 'MINUTE':
      return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
    case 'HOUR':
      return Math.floor(ms / 36e5) * 36e5;
    case 'WEEK':
      return utcDay(ms) - ((new Date(ms).getUTCDay() + 6) % 7) * DAY_MS;
    case 'MONTH':
      return monthStart(ms, 0);
    case 'QUARTER':
      return monthStart(ms, -(new Date(ms).getUTCMonth() % 3));
    case 'YEAR':
      return Date.UTC(new Date(ms).getUTCFullYear(), 0, 1);
    default:
      return utcDay(ms);
  }
};

export const nextBucket = (start: number, interval: Interval): number => {
  switch (interval) {
    case 'MINUTE':
      return start + MINUTE_MS;
    case 'HOUR':
      return start + 36e5;
    case 'WEEK':
      return start + 7 * DAY_MS;
    case 'MONTH':
      return monthStart(start, 1);
    case 'QUARTER':
      return monthStart(start, 3);
    case 'YEAR':
      return monthStart(start, 12);
    default:
      return start + DAY_MS;
  }
};

export const isoWithOffset = (ms: number): string =>
  new Date(ms).toISOString().replace('.000Z', '+00:00');
