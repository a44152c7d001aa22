import type { EventFieldsFragment, FilterInput } from '../api/generated';
import { textsNow } from '../i18n/catalogue';
import { LIVE } from '../i18n/live';

export type FeedEvent = EventFieldsFragment;

/** What the page holds, however fast events come. */
export const FEED_MAX = 200;

/** Newest first, each event once, never more than the page can hold. */
export const addToFeed = (
  feed: readonly FeedEvent[],
  arrived: readonly FeedEvent[],
): FeedEvent[] => {
  const known = new Set(feed.map((event) => event.id));
  const added = arrived.filter((event) => !known.has(event.id) && known.add(event.id));
  return [...added.reverse(), ...feed].slice(0, FEED_MAX);
};

/** A few words that stand between the visitor and the page. */
export const verbFor = (name: string): string => {
  const t = textsNow(LIVE);
  return (t.verbs as Partial<Record<string, string>>)[name] ?? t.did(name.replaceAll('_', ' '));
};

export type Tone = 'view' | 'quiet' | 'goal' | 'action';

const TONES: Record<string, Tone> = {
  page_view: 'view',
  user_engagement: 'quiet',
  scroll: 'quiet',
  purchase: 'goal',
  revenue: 'goal',
  generate_lead: 'goal',
  sign_up: 'goal',
};

/** What kind of event it is, by its name. */
export const toneOf = (name: string): Tone => TONES[name] ?? 'action';

export interface FeedFilter {
  event: string | null;
  country: string | null;
  company: string | null;
}

const one = (
  dimension: 'EVENT' | 'COUNTRY' | 'COMPANY',
  op: 'IS' | 'CONTAINS',
  value: string | null,
): FilterInput[] => (value ? [{ dimension, op, values: [value] }] : []);

export const feedFilters = ({ event, country, company }: FeedFilter): FilterInput[] => [
  ...one('EVENT', 'IS', event),
  ...one('COUNTRY', 'IS', country),
  ...one('COMPANY', 'CONTAINS', company),
];
