import { expect, it, vi } from 'vitest';
import { loadPage, setHidden, useCleanPages } from './harness';

useCleanPages();

it('sends the first page view at once, as the collector wants it', async () => {
  const { sent } = await loadPage({}, { path: '/pricing?utm_source=google#top' });
  expect(sent).toHaveLength(1);
  const [body] = sent;
  expect(body).toMatchObject({
    site_id: 'site-1',
    sent_at: expect.any(Number) as number,
    visitor: { is_new: true },
    session: { number: 1, is_new: true },
    context: { consent: 'not_required', script_version: 'test' },
  });
  expect(body?.visitor.id).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(body?.events).toMatchObject([
    {
      name: 'page_view',
      properties: { url: location.origin + '/pricing?utm_source=google', page_view_number: 1 },
    },
  ]);
});

it('tells the time zone, where it can without a date format', async () => {
  const asked = vi.spyOn(Intl, 'DateTimeFormat');
  vi.stubGlobal('Temporal', { Now: { timeZoneId: () => 'Asia/Tokyo' } });
  const [body] = (await loadPage()).sent;
  vi.unstubAllGlobals();
  expect(body?.context.timezone).toBe('Asia/Tokyo');
  expect(asked).not.toHaveBeenCalled();
  asked.mockRestore();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  expect((await loadPage()).sent[0]?.context.timezone).toBe(timeZone);
});

it('counts a new address once and the same address not at all', async () => {
  const { events } = await loadPage({}, { path: '/a' });
  history.replaceState(null, '', '/a');
  history.pushState(null, '', '/a#section');
  history.pushState(null, '', '/b');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view').map(({ properties }) => properties.url)).toEqual(
    ['/a', '/b'].map((path) => location.origin + path),
  );
  expect(events('page_view')[1]?.properties).toMatchObject({
    referrer: location.origin + '/a',
    page_view_number: 2,
  });
});

it('counts a pushed and at once replaced address as one view', async () => {
  const { events } = await loadPage();
  history.pushState(null, '', '/login');
  history.replaceState(null, '', '/login?next=home');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view').map(({ properties }) => properties.url)).toEqual([
    location.origin + '/',
    location.origin + '/login?next=home',
  ]);
});

it('follows fragments where they are routes', async () => {
  const { events } = await loadPage({ hash: true }, { path: '/#/one' });
  history.pushState(null, '', '/#/two');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view')).toHaveLength(2);
});

it('can be left to the page', async () => {
  const { api, events } = await loadPage({ autoTrack: false });
  history.pushState(null, '', '/b');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events()).toHaveLength(0);
  api.trackPageView({ plan: 'pro' });
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view')[0]?.properties.plan).toBe('pro');
});

it('finds search terms and missing pages', async () => {
  const { events } = await loadPage({}, { path: '/?q=red+shoes' });
  document.body.innerHTML = '<main data-footfall-404></main>';
  history.pushState(null, '', '/gone');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('search')).toMatchObject([{ properties: { search_term: 'red shoes' } }]);
  expect(events('404')).toMatchObject([{ properties: { url: location.origin + '/gone' } }]);
});

it('says nothing without a site, until it is told one', async () => {
  const { api, events } = await loadPage({ site: '' });
  expect(events()).toHaveLength(0);
  api.init('site-2');
  await vi.advanceTimersByTimeAsync(1);
  expect(events('page_view')).toHaveLength(1);
});

it('counts a page that comes back from the back/forward cache, and no time in between', async () => {
  const { events } = await loadPage();
  await vi.advanceTimersByTimeAsync(1000);
  dispatchEvent(new Event('pagehide'));
  await vi.advanceTimersByTimeAsync(60_000);
  dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view')).toHaveLength(2);
  expect(
    events('user_engagement').map(({ properties }) => properties.engagement_time_msec),
  ).toEqual([1001]);
});

it('does not count an ordinary pageshow', async () => {
  const { events } = await loadPage();
  dispatchEvent(new Event('pageshow'));
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view')).toHaveLength(1);
});

it('counts a prerendered page when it is shown', async () => {
  Object.defineProperty(document, 'prerendering', { value: true, configurable: true });
  const { events } = await loadPage();
  await vi.advanceTimersByTimeAsync(6000);
  expect(events()).toHaveLength(0);
  Object.defineProperty(document, 'prerendering', { value: false, configurable: true });
  document.dispatchEvent(new Event('prerenderingchange', { bubbles: true }));
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view')).toHaveLength(1);
});

it.each([
  [404, 1],
  [200, 0],
  [undefined, 0],
])('answered with %s, the page is missing %i times', async (responseStatus, times) => {
  const { events } = await loadPage({}, { responseStatus });
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('404')).toHaveLength(times);
});

it('finds search terms in the site’s own parameters only', async () => {
  const { events } = await loadPage({ searchParams: 'term' }, { path: '/?q=no&term=yes' });
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('search')).toMatchObject([{ properties: { search_term: 'yes' } }]);
});

it('counts a page that is left before it has settled', async () => {
  const { events } = await loadPage();
  history.pushState(null, '', '/quick');
  setHidden(true);
  expect(events('page_view').map(({ properties }) => properties.url)).toEqual(
    ['/', '/quick'].map((path) => location.origin + path),
  );
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view')).toHaveLength(2);
});

it('gives a page the title that its router writes after the address', async () => {
  const { events } = await loadPage();
  history.pushState(null, '', '/lazy');
  setTimeout(() => (document.title = 'Lazy'), 50);
  await vi.advanceTimersByTimeAsync(6000);
  document.title = '';
  expect(events('page_view')[1]?.properties.title).toBe('Lazy');
});
