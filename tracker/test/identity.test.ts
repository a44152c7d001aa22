import { expect, it, vi } from 'vitest';
import { clearDevice, loadPage, setHidden, useCleanPages } from './harness';

useCleanPages();

const MINUTE_MS = 60_000;
const cookie = (): string | undefined => /_ff=([^;]+)/.exec(document.cookie)?.[1];

it('knows a visitor again by cookie or, where that is gone, by its mirror', async () => {
  const first = await loadPage();
  const id = first.sent[0]?.visitor.id;
  expect(cookie()).toBe(id);
  document.cookie = '_ff=;path=/;max-age=0';
  expect((await loadPage()).sent[0]?.visitor.id).toBe(id);
  localStorage.removeItem('_ff');
  document.cookie = `_ff=${id ?? ''};path=/`;
  expect((await loadPage()).sent[0]?.visitor.id).toBe(id);
  clearDevice();
  expect((await loadPage()).sent[0]?.visitor.id).not.toBe(id);
});

it('continues a session over pages and begins the next after the timeout', async () => {
  const first = (await loadPage()).sent[0];
  vi.advanceTimersByTime(29 * MINUTE_MS);
  const second = (await loadPage()).sent[0];
  vi.advanceTimersByTime(31 * MINUTE_MS);
  const third = (await loadPage()).sent[0];
  expect(second?.session).toMatchObject({ id: first?.session.id, number: 1, is_new: false });
  expect(second?.events[0]?.properties.page_view_number).toBe(2);
  expect(third?.session).toMatchObject({ number: 2, is_new: true });
  expect(third?.session.id).not.toBe(first?.session.id);
  expect([first, second, third].map((body) => body?.visitor.is_new)).toEqual([true, true, false]);
  expect(third?.events[0]?.properties.page_view_number).toBe(1);
});

it('keeps batches of one session', async () => {
  const { api, sent } = await loadPage({ timeout: 2 });
  api.track('one');
  vi.advanceTimersByTime(2000);
  api.track('two');
  await vi.advanceTimersByTimeAsync(6000);
  const batches = sent.slice(1);
  expect(batches.map(({ events }) => events.map(({ name }) => name))).toEqual([['one'], ['two']]);
  expect(batches[0]?.session.id).not.toBe(batches[1]?.session.id);
});

it('attaches the user to all events after identify, until reset', async () => {
  const { api, sent } = await loadPage();
  const before = api.getVisitorId();
  api.identify('u-1');
  api.track('a');
  api.reset();
  api.track('b');
  await vi.advanceTimersByTimeAsync(6000);
  expect(sent.map((body) => body.visitor.user_id)).toEqual([undefined, 'u-1', undefined]);
  expect(sent[2]?.visitor.id).not.toBe(before);
  expect(api.getVisitorId()).toBe(sent[2]?.visitor.id);
  expect(api.getSessionId()).toBe(sent[2]?.session.id);
});

it('remembers the user on the next page', async () => {
  const { api } = await loadPage();
  api.identify('u-1');
  setHidden(true);
  expect((await loadPage()).sent[0]?.visitor.user_id).toBe('u-1');
});

it('works without storage', async () => {
  const refuse = (): never => {
    throw new Error('denied');
  };
  const blocked = [
    vi.spyOn(document, 'cookie', 'get').mockImplementation(refuse),
    vi.spyOn(document, 'cookie', 'set').mockImplementation(refuse),
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(refuse),
  ];
  const { api, sent } = await loadPage();
  api.track('later');
  await vi.advanceTimersByTimeAsync(6000);
  blocked.forEach((spy) => spy.mockRestore());
  expect(sent).toHaveLength(2);
  expect(sent[0]?.visitor.id).toBeTruthy();
  expect(sent[1]?.visitor.id).toBe(sent[0]?.visitor.id);
  expect(sent[1]?.session.id).toBe(sent[0]?.session.id);
});

it('counts page views over the tabs of a session', async () => {
  const first = await loadPage();
  const record = JSON.parse(localStorage.getItem('_ff') ?? '{}') as { v: number };
  localStorage.setItem('_ff', JSON.stringify({ ...record, v: 7 }));
  first.api.trackPageView();
  await vi.advanceTimersByTimeAsync(6000);
  expect(first.events('page_view').map(({ properties }) => properties.page_view_number)).toEqual([
    1, 8,
  ]);
});

it('sets its cookie on the site’s domain, and on no one else’s', async () => {
  const written: string[] = [];
  const spy = vi
    .spyOn(document, 'cookie', 'set')
    .mockImplementation((value) => void written.push(value));
  await loadPage({ domains: ['example.com', 'localhost'] });
  spy.mockRestore();
  expect(written).toHaveLength(1);
  expect(written[0]).toMatch(/^_ff=[\w-]{36};.*max-age=63072000;domain=localhost$/);
});
