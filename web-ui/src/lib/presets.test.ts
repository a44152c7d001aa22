import { describe, expect, it } from 'vitest';
import { currencyOf, tidyDomain } from './presets';

describe('currencyOf', () => {
  it.each([
    [['de-DE'], 'EUR'],
    [['de-CH', 'de'], 'CHF'],
    [['en-GB'], 'GBP'],
    [['en'], 'USD'],
    [['pl'], 'PLN'],
    [['not a tag', 'ja'], 'JPY'],
    [[], 'USD'],
  ])('%j is %s', (languages, currency) => {
    expect(currencyOf(languages)).toBe(currency);
  });
});

describe('tidyDomain', () => {
  it.each([
    ['https://www.Example.com/shop?a=1', 'www.example.com'],
    [' example.com:8080 ', 'example.com'],
    ['example.com', 'example.com'],
    ['', ''],
  ])('%s is %s', (text, domain) => {
    expect(tidyDomain(text)).toBe(domain);
  });
});
