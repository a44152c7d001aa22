import type { Dimension } from '../api/generated';
import { textsNow } from '../i18n/catalogue';
import { DIMENSION_TEXTS } from '../i18n/dimensions';
import { perLocale } from '../i18n/locale';

export const notSet = (): string => textsNow(DIMENSION_TEXTS).notSet;

const regions = perLocale((tag) => new Intl.DisplayNames(tag, { type: 'region' }));
const languages = perLocale((tag) => new Intl.DisplayNames(tag, { type: 'language' }));

const attempt = (read: () => string | undefined, fallback: string): string => {
  try {
    return read() ?? fallback;
  } catch {
    // Codes that are not well formed make DisplayNames throw.
    return fallback;
  }
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const weekdays = perLocale(
  (tag) => new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' }),
);

const shortWeekdays = perLocale(
  (tag) => new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' }),
);

// The fifth of January 1970 was a Monday.
const aWeekday = (day: number): Date => new Date((3 + day) * 864e5);

/** 1 is Monday. */
export const weekdayName = (day: number): string =>
  day >= 1 && day <= 7 ? weekdays().format(aWeekday(day)) : String(day);

export const shortWeekdayName = (day: number): string => shortWeekdays().format(aWeekday(day));

const known = (value: string): string | undefined =>
  (textsNow(DIMENSION_TEXTS).values as Partial<Record<string, string>>)[value];

/** What a dimension's value is called on screen. */
export const nameOf = (dimension: Dimension, value: string | null | undefined): string => {
  if (value == null || value === '') return notSet();
  switch (dimension) {
    case 'COUNTRY':
      return attempt(() => regions().of(value), value);
    case 'LANGUAGE':
      return attempt(() => languages().of(value), value);
    case 'DEVICE':
    case 'VISITOR_STATUS':
    case 'VISITOR_TYPE':
    case 'ORIGIN':
    case 'CONSENT':
      return known(value) ?? capitalised(value.replaceAll('_', ' '));
    case 'DAY_OF_WEEK':
      return weekdayName(Number(value));
    case 'HOUR_OF_DAY':
      return `${value}:00`;
    case 'SOURCE':
    case 'FIRST_SOURCE':
      return value === '(direct)' ? textsNow(DIMENSION_TEXTS).direct : value;
    case 'MEDIUM':
    case 'FIRST_MEDIUM':
      return value === '(none)' ? textsNow(DIMENSION_TEXTS).noMedium : value;
    case 'REFERRER':
    case 'LINK':
      return value.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
    default:
      return value;
  }
};
