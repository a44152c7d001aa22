import { expect, it } from 'vitest';
import { parseQueryString, toQueryString } from './query-string';

it.each([
  {},
  { range: 'TODAY' },
  { f: ['PAGE:/a?b=c&d', 'COUNTRY:DE'] },
  { f: 'SOURCE:a b+c', metric: 'SESSIONS' },
])('survives a round trip: %j', (values) => {
  expect(parseQueryString(toQueryString(values))).toEqual(values);
});

it('keeps paths readable', () => {
  expect(toQueryString({ f: ['PAGE:/docs/install'] })).toBe('?f=PAGE:/docs/install');
});
