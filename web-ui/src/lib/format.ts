const compact = new Intl.NumberFormat(undefined, {
  notation: 'compact',
  maximumFractionDigits: 1,
});
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat(undefined, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const COMPACT_FROM = 10_000;
/** Beyond this a percentage says no more than "many times". */
const CHANGE_MAX = 999;

export type Unit = 'count' | 'percent' | 'seconds' | 'ratio';

const duration = (seconds: number): string => {
  const rounded = Math.round(seconds);
  const hours = Math.floor(rounded / 3600);
  const minutes = Math.floor((rounded % 3600) / 60);
  const rest = rounded % 60;
  if (hours) return `${hours}h ${String(minutes).padStart(2, '0')}m`;
  return minutes ? `${minutes}m ${String(rest).padStart(2, '0')}s` : `${rest}s`;
};

export const formatExact = (value: number | null | undefined, unit: Unit): string => {
  if (value == null) return '–';
  switch (unit) {
    case 'count':
      return whole.format(value);
    case 'percent':
      return oneDigit.format(value) + '%';
    case 'seconds':
      return duration(value);
    case 'ratio':
      return oneDigit.format(value);
  }
};

/** As `formatExact`, with large counts shortened: 12.4K. */
export const formatShort = (value: number | null | undefined, unit: Unit): string =>
  unit === 'count' && value != null && value >= COMPACT_FROM
    ? compact.format(value)
    : formatExact(value, unit);

export const formatChange = (change: number): string => {
  const size = Math.abs(change);
  return size > CHANGE_MAX ? `>${CHANGE_MAX}%` : whole.format(size) + '%';
};

export const formatShare = (part: number, total: number): string => {
  if (!total) return '–';
  const share = (part / total) * 100;
  return share < 10 ? oneDigit.format(share) + '%' : whole.format(share) + '%';
};

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });

export const formatAgo = (iso: string, now: number): string => {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  if (seconds > -60) return relative.format(Math.min(0, seconds), 'second');
  if (seconds > -3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (seconds > -86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return relative.format(Math.round(seconds / 86_400), 'day');
};
