import { expect, it, vi } from 'vitest';
import { loadPage, useCleanPages } from './harness';

useCleanPages();

it('stores nothing and names nobody while consent is unknown', async () => {
  const { api, sent } = await loadPage({ consent: 'unknown' });
  expect(sent[0]).toMatchObject({ visitor: {}, session: {}, context: { consent: 'unknown' } });
  expect(sent[0]?.visitor.id).toBeUndefined();
  expect(localStorage).toHaveLength(0);
  expect(document.cookie).toBe('');

  api.consent('granted');
  api.track('after');
  await vi.advanceTimersByTimeAsync(6000);
  expect(sent[1]?.visitor.id).toBeTruthy();
  expect(sent[1]?.context.consent).toBe('granted');
  expect((await loadPage({ consent: 'unknown' })).sent[0]?.context.consent).toBe('granted');
});

it('sends nothing before consent where the site is strict', async () => {
  const { api, events } = await loadPage({ consent: 'unknown', strict: true });
  api.track('early');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events()).toHaveLength(0);
  api.consent('granted');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events().map(({ name }) => name)).toEqual(['page_view']);
});

it('deletes what it stored when consent is withdrawn', async () => {
  const { api, sent } = await loadPage();
  api.consent('denied');
  api.track('after');
  await vi.advanceTimersByTimeAsync(6000);
  expect(localStorage).toHaveLength(0);
  expect(document.cookie).toBe('');
  expect(sent.at(-1)).toMatchObject({ visitor: {}, session: {}, context: { consent: 'denied' } });
});

it('leaves this browser out on request', async () => {
  const { api, events } = await loadPage();
  api.optOut();
  api.track('after');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events().map(({ name }) => name)).toEqual(['page_view']);
  expect((await loadPage()).sent).toHaveLength(0);
  expect((await loadPage({}, { path: '/?footfall_ignore=off' })).sent).toHaveLength(1);
  expect((await loadPage({}, { path: '/?a=1&footfall_ignore=on' })).sent).toHaveLength(0);
});

it('drops what has not left when it is told to leave this browser out', async () => {
  const { api, sent } = await loadPage({}, { answer: () => Promise.reject(new Error('offline')) });
  api.track('waiting');
  api.optOut();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(sent).toHaveLength(1);
  expect(Object.keys(localStorage)).toEqual(['footfall_ignore']);
});

it('counts again after the choice is taken back', async () => {
  const { api, events } = await loadPage();
  api.optOut();
  api.optIn();
  api.track('after');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events().map(({ name }) => name)).toEqual(['page_view', 'after']);
});
