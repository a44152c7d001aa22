import { expect, it, vi } from 'vitest';
import { loadPage, setHidden, storageReads, useCleanPages, type Tracker } from './harness';

useCleanPages();

it('touches neither device nor network while the page loads', async () => {
  let tracker: Tracker | undefined;
  const reads = await storageReads(async () => {
    tracker = await loadPage({}, { busy: true });
  });
  expect(reads).toBe(0);
  expect(tracker?.events()).toEqual([]);
});

it('loses nothing of a page that is left before it had an idle moment', async () => {
  const { api, beacons } = await loadPage(
    {},
    { busy: true, path: '/gone?q=shoes', responseStatus: 404 },
  );
  api.track('signup');
  setHidden(true);
  expect(beacons.flatMap(({ events }) => events.map(({ name }) => name))).toEqual([
    'page_view',
    'search',
    '404',
    'signup',
    'user_engagement',
  ]);
});

it('puts the page view before what the page reports at once, since it tells where visitors come from', async () => {
  const { api, events } = await loadPage({}, { busy: true });
  api.track('signup');
  setHidden(true);
  expect(events().map(({ name }) => name)).toEqual(['page_view', 'signup', 'user_engagement']);
});

it('waits for an idle moment with the ready event too', async () => {
  const ready = vi.fn();
  document.addEventListener('footfall:ready', ready);
  await loadPage({}, { busy: true });
  expect(ready).not.toHaveBeenCalled();
  await loadPage();
  document.removeEventListener('footfall:ready', ready);
  expect(ready).toHaveBeenCalledOnce();
});
