import type { EventFieldsFragment } from '../api/generated';

export const FEED_MAX = 200;

/** Newest first, each event once, never more than the page can hold. */
export const addToFeed = (
  feed: readonly EventFieldsFragment[],
  arrived: readonly EventFieldsFragment[],
): EventFieldsFragment[] => {
  const known = new Set(feed.map((event) => event.id));
  const added = arrived.filter((event) => !known.has(event.id) && known.add(event.id));
  return [...added.reverse(), ...feed].slice(0, FEED_MAX);
};

const VERBS: Record<string, string> = {
  page_view: 'viewed',
  user_engagement: 'engaged with',
  scroll: 'scrolled',
  outbound_click: 'left from',
  file_download: 'downloaded from',
  form_start: 'began a form on',
  form_submit: 'sent a form on',
  search: 'searched on',
};

/** A few words that stand between the visitor and the page. */
export const verbFor = (name: string): string => VERBS[name] ?? name.replaceAll('_', ' ') + ' on';

export const isView = (event: Pick<EventFieldsFragment, 'name'>): boolean =>
  event.name === 'page_view';
