import { expect, it, vi } from 'vitest';
import { clearDevice, loadPage, useCleanPages } from './harness';

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
  expect((await loadPage()).sent[0]?.visitor.user_id).toBe('u-1');
});

it('works without storage', async () => {
  const { getItem, setItem } = Storage.prototype;
  const refuse = (): never => {
    throw new Error('denied');
  };
  const cookies = vi.spyOn(document, 'cookie', 'get').mockImplementation(refuse);
  Storage.prototype.getItem = Storage.prototype.setItem = refuse;
  const { sent } = await loadPage();
  Object.assign(Storage.prototype, { getItem, setItem });
  cookies.mockRestore();
  expect(sent[0]?.visitor.id).toBeTruthy();
});
