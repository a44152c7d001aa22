import { beginView, settle } from './engagement';
import { listen } from './guard';
import { address, enterPage, pageUrl } from './page';
import { settings } from './settings';
import { track } from './track';
import type { Props } from './types';

const isMissing = (): boolean =>
  performance.getEntriesByType('navigation')[0]!.responseStatus == 404;

export const view = (props?: Props): void => {
  const previous = pageUrl;
  settle(true);
  enterPage();
  track('page_view', { referrer: previous || document.referrer || undefined, ...props });
  beginView();
  const query = new URLSearchParams(location.search);
  const name = [settings.searchParams].flat().find((name) => query.get(name));
  if (name) track('search', { search_term: query.get(name) });
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
  (['pushState', 'replaceState'] as const).forEach((name) => {
    const original = history[name].bind(history);
    history[name] = (...args) => {
      original(...args);
      onNavigation();
    };
  });
  listen('popstate', onNavigation);
  listen('pageshow', (event) => {
    if ((event as Event as PageTransitionEvent).persisted) view();
  });
};
