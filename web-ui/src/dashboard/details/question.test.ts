import { describe, expect, it } from 'vitest';
import { findTab } from '../panels';
import { readSearch } from '../search';
import { columnsFor, detailsQuestion, searchFilter } from './question';

const state = readSearch({ details: 'page', find: 'a.b', sort: 'EVENTS' });

describe('a search in the whole table', () => {
  it('takes the text as it is, in any case', () => {
    expect(searchFilter('PAGE', null, ' a.b/(c) ')).toEqual([
      { dimension: 'PAGE', op: 'MATCHES', values: ['(?i)a\\.b\\/\\(c\\)'] },
    ]);
    expect(searchFilter('PAGE', null, '  ')).toEqual([]);
  });
  it('finds countries by name', () => {
    expect(searchFilter('COUNTRY', null, 'germ')).toMatchObject([
      { dimension: 'COUNTRY', op: 'IS' },
    ]);
    expect(searchFilter('COUNTRY', null, 'germ')[0]?.values).toContain('DE');
    expect(searchFilter('COUNTRY', null, 'nowhere')[0]?.values).toEqual(['-']);
  });
});

it('leaves out what the dimension cannot tell apart', () => {
  expect(columnsFor('EVENT', ['EVENTS', 'BOUNCE_RATE'], false)).toEqual(['EVENTS']);
  expect(columnsFor('PAGE', ['VISITORS', 'SESSIONS'], false)).toEqual(['VISITORS', 'SESSIONS']);
  expect(columnsFor('PAGE', ['VISITORS', 'SESSIONS'], true)).toEqual(['VISITORS']);
  expect(columnsFor('EVENT', ['BOUNCE_RATE'], false)).toEqual(['VISITORS']);
});

it('asks for one order that pages can continue', () => {
  const { input, sort } = detailsQuestion('s', state, findTab('page')!, 'PAGE', [
    'VISITORS',
    'EVENTS',
  ]);
  expect(sort).toEqual({ metric: 'EVENTS', descending: false });
  expect(input.orderBy).toEqual([
    { metric: 'EVENTS', direction: 'ASC' },
    { dimension: 'PAGE', direction: 'ASC' },
  ]);
});

it('orders by a column that is shown', () => {
  const { sort } = detailsQuestion('s', state, findTab('page')!, 'PAGE', ['VISITORS']);
  expect(sort).toEqual({ metric: 'VISITORS', descending: true });
});
