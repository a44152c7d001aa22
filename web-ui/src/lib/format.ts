import { textsNow } from '../i18n/catalogue';
import { locale, perLocale } from '../i18n/locale';
import { UNITS } from '../i18n/units';

const numbers = (options: Intl.NumberFormatOptions): (() => Intl.NumberFormat) =>
  perLocale((tag) => new Intl.NumberFormat(tag, options));

const compact = numbers({ notation: 'compact', maximumFractionDigits: 1 });
const whole = numbers({ maximumFractionDigits: 0 });
const oneDigit = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const wholePercent = numbers({ style: 'percent', maximumFractionDigits: 0 });
const onePercent = numbers({
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const uptime = numbers({
  style: 'percent',
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});
const COMPACT_FROM = 10_000;
/** Beyond this a percentage says no more than "many times". */
const CHANGE_MAX = 999;

export type Unit = 'count' | 'percent' | 'seconds' | 'ratio' | 'money';

const moneyFormats = new Map<string, Intl.NumberFormat>();
const moneyFormat = (currency: string, notation: 'standard' | 'compact'): Intl.NumberFormat => {
  const key = currency + notation + locale();
  let format = moneyFormats.get(key);
  if (!format) {
    const options = { style: 'currency', notation, currencyDisplay: 'narrowSymbol' } as const;
    try {
      format = new Intl.NumberFormat(locale(), {
        ...options,
        currency,
        maximumFractionDigits: notation === 'compact' ? 1 : 2,
      });
    } catch {
      // A currency that is not well formed.
      format = oneDigit();
    }
    moneyFormats.set(key, format);
  }
  return format;
};

const duration = (seconds: number): string => {
  const rounded = Math.round(seconds);
  const hours = Math.floor(rounded / 3600);
  const minutes = Math.floor((rounded % 3600) / 60);
  const rest = rounded % 60;
  const t = textsNow(UNITS);
  if (hours) return t.hours(hours, String(minutes).padStart(2, '0'));
  return minutes ? t.minutes(minutes, String(rest).padStart(2, '0')) : t.seconds(rest);
};

export const formatExact = (
  value: number | null | undefined,
  unit: Unit,
  currency = 'USD',
): string => {
  if (value == null) return '–';
  switch (unit) {
    case 'count':
      return whole().format(value);
    case 'percent':
      return onePercent().format(value / 100);
    case 'seconds':
      return duration(value);
    case 'ratio':
      return oneDigit().format(value);
    case 'money':
      return moneyFormat(currency, 'standard').format(value);
  }
};

/** As `formatExact`, with large counts and sums shortened: 12.4K. */
export const formatShort = (
  value: number | null | undefined,
  unit: Unit,
  currency = 'USD',
): string => {
  if (value == null || value < COMPACT_FROM) return formatExact(value, unit, currency);
  if (unit === 'count') return compact().format(value);
  return unit === 'money'
    ? moneyFormat(currency, 'compact').format(value)
    : formatExact(value, unit, currency);
};

/** As `formatShort`, of a value beside an axis: 20% and not 20.0%. */
export const formatTick = (value: number, unit: Unit, currency: string): string =>
  unit === 'percent' && Number.isInteger(value)
    ? wholePercent().format(value / 100)
    : formatShort(value, unit, currency);

const BYTES = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

export const formatBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power && value < 100 ? oneDigit().format(value) : whole().format(value)} ${BYTES[power]!}`;
};

export const formatChange = (change: number): string => {
  const size = Math.abs(change);
  return size > CHANGE_MAX
    ? '>' + wholePercent().format(CHANGE_MAX / 100)
    : wholePercent().format(size / 100);
};

export const formatShare = (part: number, total: number): string => {
  if (!total) return '–';
  const share = part / total;
  return (share < 0.1 ? onePercent() : wholePercent()).format(share);
};

const relative = perLocale(
  (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' }),
);

export const formatAgo = (iso: string, now: number): string => {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  if (seconds > -60) return relative().format(Math.min(0, seconds), 'second');
  if (seconds > -3600) return relative().format(Math.round(seconds / 60), 'minute');
  if (seconds > -86_400) return relative().format(Math.round(seconds / 3600), 'hour');
  return relative().format(Math.round(seconds / 86_400), 'day');
};

/** As `formatExact`, of a percentage that is all but whole: 99.98%. */
export const formatUptime = (percent: number): string =>
  percent === 100 ? wholePercent().format(1) : uptime().format(percent / 100);

const twoDigits = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 });

export const formatLatency = (ms: number): string => {
  if (ms >= 1000) return `${twoDigits().format(ms / 1000)} s`;
  return `${(ms < 10 ? oneDigit() : whole()).format(ms)} ms`;
};
