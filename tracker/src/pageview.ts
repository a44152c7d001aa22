import { track } from './track';
import { query } from './query';
import { address, enterPage, pageUrl } from './page';
import { beginView, settle } from './engagement';
import type { Props } from './types';
import { listen } from './guard';
import { settings } from './settings';

const isMissing = (): boolean =>
  performance.getEntriesByType('navigation')[0]!.responseStatus == 404;

export const view = (props?: Props): void => {
  const previous = pageUrl;
  settle(true);
  enterPage();
  track('page_view', { referrer: previous || document.referrer || undefined, ...props });
  beginView();
  const name = [settings.searchParams].flat().find(query);
  if (name) track('search', { search_term: query(name) });
  if (document.querySelector('[data-footfall-404]') || (!previous && isMissing())) track('404');
};

/**
 * Routers write the title after the address, and often replace an address they have just pushed:
 * the view is counted when the page has had the time to render.
 */
const SETTLED_MS = 100;

/** Also due before the page is hidden. */
export const onSettled = (): void => {
  if (address() != pageUrl) view();
};

const onNavigation = (): void => {
  setTimeout(onSettled, SETTLED_MS);
};

export const watchNavigation = (): void => {
  (['replaceState', 'pushState'] as const).forEach((name) => {
    const original = history[name].bind(history);
    history[name] = (...args) => {
      onNavigation();
      original(...args);
    };
  });
  listen('popstate', onNavigation);
  // A navigation may be what the script has begun for.
  onNavigation();
  listen('pageshow', (event) => {
    if ((event as Event as PageTransitionEvent).persisted) view();
  });
};
