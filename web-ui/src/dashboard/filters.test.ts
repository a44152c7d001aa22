import { expect, it } from 'vitest';
import {
  filterText,
  parseFilter,
  serialiseFilter,
  withFilter,
  withoutFilter,
  type Filter,
} from './filters';

const page: Filter = { dimension: 'PAGE', value: '/a:b' };
const unset: Filter = { dimension: 'CAMPAIGN', value: null };

it('is written and read', () => {
  for (const filter of [page, unset]) expect(parseFilter(serialiseFilter(filter))).toEqual(filter);
  expect(parseFilter('TIME:now')).toBeUndefined();
});

it('replaces the value of the same dimension', () => {
  const other: Filter = { dimension: 'PAGE', value: '/c' };
  expect(withFilter([page, unset], other)).toEqual([unset, other]);
});

it('is removed alone', () => {
  expect(withoutFilter([page, unset], { ...page })).toEqual([unset]);
});

it('reads as a sentence', () => {
  expect(filterText({ dimension: 'COUNTRY', value: 'DE' })).toBe('Country is Germany');
  expect(filterText(unset)).toBe('Campaign is (not set)');
});
