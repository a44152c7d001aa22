/** What a new site most likely wants, by where the browser is. */
const EURO = 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK AD MC SM VA ME XK'.split(
  ' ',
);
const CURRENCIES: Record<string, string> = {
  AE: 'AED', AR: 'ARS', AU: 'AUD', BG: 'BGN', BR: 'BRL', CA: 'CAD', CH: 'CHF', CL: 'CLP',
  CN: 'CNY', CO: 'COP', CZ: 'CZK', DK: 'DKK', EG: 'EGP', GB: 'GBP', HK: 'HKD', HU: 'HUF',
  ID: 'IDR', IL: 'ILS', IN: 'INR', IS: 'ISK', JP: 'JPY', KE: 'KES', KR: 'KRW', LI: 'CHF',
  MA: 'MAD', MX: 'MXN', MY: 'MYR', NG: 'NGN', NO: 'NOK', NZ: 'NZD', PE: 'PEN', PH: 'PHP',
  PK: 'PKR', PL: 'PLN', RO: 'RON', RS: 'RSD', SA: 'SAR', SE: 'SEK', SG: 'SGD', TH: 'THB',
  TR: 'TRY', TW: 'TWD', UA: 'UAH', US: 'USD', VN: 'VND', ZA: 'ZAR',
}; // prettier-ignore

export const currencyOf = (languages: readonly string[]): string => {
  for (const tag of languages) {
    try {
      const region = new Intl.Locale(tag).maximize().region ?? '';
      if (EURO.includes(region)) return 'EUR';
      const currency = CURRENCIES[region];
      if (currency) return currency;
    } catch {
      // Not a language tag.
    }
  }
  return 'USD';
};

export const browserCurrency = (): string => currencyOf(navigator.languages);

export const browserTimezone = (): string =>
  Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export const timezones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];

export const currencies = (language: string): { code: string; name: string }[] => {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  return Intl.supportedValuesOf('currency').map((code) => ({ code, name: names.of(code) ?? code }));
};

/** What people paste as a domain, as a domain. */
export const tidyDomain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/?#].*$/, '')
    .replace(/:\d+$/, '');
