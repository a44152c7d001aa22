import { expect, it } from 'vitest';
import { nameOf, notSet } from './names';

it.each([
  ['COUNTRY', 'DE', 'Germany'],
  ['COUNTRY', 'not a code', 'not a code'],
  ['COUNTRY', null, notSet()],
  ['DEVICE', 'mobile', 'Mobile'],
  ['SOURCE', '(direct)', 'Direct'],
  ['REFERRER', 'https://www.example.com/a/', 'example.com/a'],
  ['PAGE', '/pricing', '/pricing'],
] as const)('%s %s is called %s', (dimension, value, expected) => {
  expect(nameOf(dimension, value)).toBe(expected);
});

it('names days and hours', () => {
  expect(nameOf('DAY_OF_WEEK', '1')).toBe('Monday');
  expect(nameOf('DAY_OF_WEEK', '7')).toBe('Sunday');
  expect(nameOf('HOUR_OF_DAY', '08')).toBe('08:00');
});
