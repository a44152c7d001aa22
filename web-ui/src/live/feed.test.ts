import { expect, it } from 'vitest';
import type { EventFieldsFragment } from '../api/generated';
import { columnFields, eventFields } from './event-fields';
import { addToFeed, FEED_MAX, feedFilters, verbFor } from './feed';

const event = (id: string): EventFieldsFragment => ({
  id,
  siteId: 's',
  name: 'page_view',
  timestamp: '2026-03-01T00:00:00Z',
  serverTimestamp: '2026-03-01T00:00:00Z',
  visitorId: null,
  sessionId: null,
  userId: null,
  pageUrl: null,
  pagePath: '/',
  pageTitle: null,
  referrer: null,
  source: null,
  medium: null,
  channel: null,
  campaign: null,
  country: null,
  region: null,
  city: null,
  device: null,
  browser: null,
  os: null,
  language: null,
  company: null,
  visitorType: null,
  value: null,
  currency: null,
  transactionId: null,
  isBot: false,
  origin: 'tracker',
  properties: { plan: 'pro', seats: 3 },
});
const ids = (events: EventFieldsFragment[]): string[] => events.map(({ id }) => id);

it('puts the newest first', () => {
  expect(ids(addToFeed([event('a')], [event('b'), event('c')]))).toEqual(['c', 'b', 'a']);
});

it('shows each event once', () => {
  expect(ids(addToFeed([event('a')], [event('a'), event('b'), event('b')]))).toEqual(['b', 'a']);
});

it('is bounded', () => {
  const many = Array.from({ length: FEED_MAX + 50 }, (_, index) => event(String(index)));
  expect(addToFeed([], many)).toHaveLength(FEED_MAX);
  expect(addToFeed([], many)[0]?.id).toBe(String(FEED_MAX + 49));
});

it('has words for events it does not know', () => {
  expect(verbFor('page_view')).toBe('viewed');
  expect(verbFor('sign_up')).toBe('sign up on');
});

it('is narrowed by what was chosen', () => {
  expect(feedFilters({ event: null, country: null, company: null })).toEqual([]);
  expect(feedFilters({ event: 'purchase', country: 'DE', company: 'acme' })).toEqual([
    { dimension: 'EVENT', op: 'IS', values: ['purchase'] },
    { dimension: 'COUNTRY', op: 'IS', values: ['DE'] },
    { dimension: 'COMPANY', op: 'CONTAINS', values: ['acme'] },
  ]);
});

it('shows all that is known of an event, and nothing that is not', () => {
  const groups = eventFields({ ...event('a'), country: 'DE' });
  const fields = groups.flatMap((group) => group.fields);
  expect(groups.map(({ title }) => title)).toEqual(['Event', 'Page', 'Properties', 'Visitor']);
  expect(fields).toContainEqual({ label: 'seats', value: '3' });
  expect(fields).toContainEqual({ label: 'Country', value: 'Germany' });
  expect(fields.every(({ value }) => value)).toBe(true);
});

it('lists the stored columns where they are known', () => {
  expect(columnFields(undefined, null)).toEqual([]);
  expect(columnFields({ utm_term: 'x', is_bot: false }, null)[0]?.fields).toEqual([
    { label: 'utm_term', value: 'x' },
    { label: 'is_bot', value: 'false' },
  ]);
});
