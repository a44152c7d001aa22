import { locale } from './locale';

export const formatDay = (iso: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(new Date(iso));

export const formatMoment = (iso: string): string =>
  new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );

const STEPS: readonly [number, number, Intl.RelativeTimeFormatUnit][] = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [30 * 86_400, 86_400, 'day'],
  [365 * 86_400, 30 * 86_400, 'month'],
  [Infinity, 365 * 86_400, 'year'],
];

/** `3 minutes ago`, `in 5 days`. */
export const formatRelative = (iso: string, now: number = Date.now()): string => {
  const seconds = (Date.parse(iso) - now) / 1000;
  const [, size, unit] = STEPS.find(([below]) => Math.abs(seconds) < below)!;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  return format.format(Math.trunc(seconds / size), unit);
};

export const formatNumber = (value: number): string =>
  new Intl.NumberFormat(locale()).format(value);
