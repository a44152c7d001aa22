import { describe, expect, it } from 'vitest';
import { baseQuestion, readSearch, validateSearch, writeSearch } from './search';

const roundTrip = (search: Record<string, unknown>): unknown =>
  writeSearch(readSearch(validateSearch(search)));

describe('the address of a dashboard', () => {
  it('leaves out what is the default', () => {
    expect(
      roundTrip({
        range: 'LAST_30_DAYS',
        interval: 'DAY',
        metric: 'VISITORS',
        compare: 'PREVIOUS_PERIOD',
      }),
    ).toEqual({});
  });

  it.each([
    { range: 'TODAY', view: 'table' },
    { from: '2026-01-01', to: '2026-01-31', interval: 'WEEK' },
    { metric: 'BOUNCE_RATE', compare: 'none', f: ['PAGE:/a:b', 'CAMPAIGN'] },
    { compare: 'CUSTOM', with: '2026-01-01,2026-01-31', bots: '1', segment: 's1' },
    { details: 'page', find: 'x', sort: '-EVENTS', tab: ['entry-page', 'city'], property: 'plan' },
  ])('keeps %j', (search) => {
    expect(roundTrip(search)).toEqual(search);
  });

  it.each([
    { range: 'SOON' },
    { from: '2026-02-01', to: '2026-01-01' },
    { from: 'x', to: 'y' },
    { metric: 'LUCK' },
    { compare: 'CUSTOM' },
    { compare: 'CUSTOM', with: '2026-02-01,2026-01-01' },
    { find: 'x', sort: 'EVENTS' },
    { bots: 'yes', view: 'pie' },
    { interval: 'MINUTE' },
    { f: ['NONSENSE:1', 7] },
    { f: { a: 1 } },
  ])('drops what it does not know: %j', (search) => {
    expect(roundTrip(search)).toEqual({});
  });

  it('asks for what is not set by its own operator', () => {
    const state = readSearch({ f: ['CAMPAIGN', 'PAGE:/'] });
    expect(baseQuestion('s', state).filters).toEqual([
      { dimension: 'CAMPAIGN', op: 'IS_NOT_SET' },
      { dimension: 'PAGE', op: 'IS', values: ['/'] },
    ]);
  });
});
