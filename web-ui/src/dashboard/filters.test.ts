import { describe, expect, it } from 'vitest';
import {
  chosenValue,
  isComplete,
  parseFilter,
  serialiseFilter,
  toFilterInput,
  toggled,
  valueFilter,
  type Condition,
  type Filter,
} from './filters';
import { filterText } from './filter-text';

const page = valueFilter('PAGE', '/a:b|c\\d');
const unset = valueFilter('CAMPAIGN', null);
const germany = valueFilter('COUNTRY', 'DE');

const ALL: Filter[] = [
  page,
  unset,
  germany,
  { dimension: 'COUNTRY', op: 'IS', values: ['DE', 'FR'] },
  { dimension: 'PAGE', op: 'CONTAINS', values: ['/blog', ''] },
  { dimension: 'PROPERTY', key: 'a.b~c:d', op: 'IS', values: ['x'] },
  { dimension: 'PROPERTY', key: 'plan', op: 'IS_NOT_SET', values: [] },
  { dimension: 'EVENT', op: 'IS_NOT', values: ['purchase'], scope: 'SESSION' },
  { dimension: 'EVENT', op: 'IS', values: ['purchase'], scope: 'SESSION' },
  { dimension: 'PAGE', op: 'MATCHES', values: ['^/(a|b)\n$'] },
  { join: 'or', filters: [germany, { join: 'and', filters: [page, unset] }] },
  { join: 'not', filters: [germany, unset] },
  { join: 'not', filters: [germany] },
];

describe('a filter in the address', () => {
  it.each(ALL.map((filter) => [serialiseFilter(filter), filter] as const))(
    'is written and read: %s',
    (text, filter) => {
      expect(parseFilter(text)).toEqual(filter);
    },
  );

  it('stays readable', () => {
    expect(serialiseFilter(valueFilter('PAGE', '/pricing'))).toBe('PAGE:/pricing');
    expect(serialiseFilter(unset)).toBe('CAMPAIGN');
  });

  it.each(['TIME:now', '{', '{"or":[{"dimension":"X"}]}', '', 'PAGE~SOUNDS_LIKE:x'])(
    'is dropped where it is not understood: %s',
    (text) => {
      expect(parseFilter(text)).toBeUndefined();
    },
  );
});

it('becomes the input that the server knows', () => {
  expect(toFilterInput({ join: 'not', filters: [germany, unset] })).toEqual({
    not: {
      or: [
        { dimension: 'COUNTRY', op: 'IS', values: ['DE'] },
        { dimension: 'CAMPAIGN', op: 'IS_NOT_SET' },
      ],
    },
  });
});

describe('a click on a value', () => {
  const other = valueFilter('COUNTRY', 'FR');
  const contains: Condition = { dimension: 'COUNTRY', op: 'CONTAINS', values: ['D'] };
  it('replaces the value of the same dimension, and nothing else', () => {
    expect(toggled([germany, contains, unset], other)).toEqual([contains, unset, other]);
  });
  it('takes it away again', () => {
    expect(toggled([germany, unset], { ...germany })).toEqual([unset]);
  });
});

it('knows the chosen value', () => {
  expect(chosenValue([germany], 'COUNTRY')).toBe('DE');
  expect(chosenValue([unset], 'CAMPAIGN')).toBeNull();
  expect(chosenValue([{ join: 'or', filters: [germany] }], 'COUNTRY')).toBeUndefined();
});

it('is complete with a value, where it takes one', () => {
  expect(isComplete({ dimension: 'PAGE', op: 'IS', values: [] })).toBe(false);
  expect(isComplete({ dimension: 'PROPERTY', op: 'IS_SET', values: [] })).toBe(false);
  expect(isComplete({ join: 'or', filters: [] })).toBe(false);
  expect(ALL.every(isComplete)).toBe(true);
});

it('reads as a sentence', () => {
  expect(filterText(germany)).toBe('Country is Germany');
  expect(filterText(unset)).toBe('Campaign is not set');
  expect(filterText({ join: 'or', filters: [germany, unset] })).toBe(
    'Country is Germany or Campaign is not set',
  );
  expect(filterText({ dimension: 'COUNTRY', op: 'IS', values: ['DE', 'FR', 'IT', 'ES'] })).toBe(
    'Country is Germany, France, Italy or 1 more',
  );
});
