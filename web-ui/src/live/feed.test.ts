import { expect, it } from 'vitest';
import type { EventFieldsFragment } from '../api/generated';
import { addToFeed, FEED_MAX, verbFor } from './feed';

const event = (id: string): EventFieldsFragment => ({
  id,
  siteId: 's',
  name: 'page_view',
  timestamp: '2026-03-01T00:00:00Z',
  serverTimestamp: '2026-03-01T00:00:00Z',
  visitorId: null,
  pagePath: '/',
  pageTitle: null,
  source: null,
  channel: null,
  country: null,
  city: null,
  device: null,
  browser: null,
  os: null,
  value: null,
  currency: null,
  isBot: false,
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
