import type { Dimension } from '../api/generated';

export const NOT_SET = '(not set)';

const regions = new Intl.DisplayNames(undefined, { type: 'region' });
const languages = new Intl.DisplayNames(undefined, { type: 'language' });

const attempt = (read: () => string | undefined, fallback: string): string => {
  try {
    return read() ?? fallback;
  } catch {
    // Codes that are not well formed make DisplayNames throw.
    return fallback;
  }
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a dimension's value is called on screen. */
export const nameOf = (dimension: Dimension, value: string | null | undefined): string => {
  if (value == null || value === '') return NOT_SET;
  switch (dimension) {
    case 'COUNTRY':
      return attempt(() => regions.of(value), value);
    case 'LANGUAGE':
      return attempt(() => languages.of(value), value);
    case 'DEVICE':
      return capitalised(value);
    case 'SOURCE':
      return value === '(direct)' ? 'Direct' : value;
    case 'REFERRER':
      return value.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
    default:
      return value;
  }
};
