import { expect, it, vi } from 'vitest';
import { loadPage, useCleanPages } from './harness';

useCleanPages();

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

it('gives events, visitors and sessions ids of version 4, each another', async () => {
  const { api, sent, events } = await loadPage();
  for (let index = 0; index < 200; index++) api.track('e');
  await vi.advanceTimersByTimeAsync(6000);
  const ids = events().map(({ id }) => id);
  expect(ids).toHaveLength(201);
  expect(new Set(ids).size).toBe(201);
  for (const id of [...ids, sent[0]?.visitor.id, sent[0]?.session.id]) expect(id).toMatch(UUID_V4);
});

it('takes them from the browser’s source for keys, not from Math.random', async () => {
  const random = vi.spyOn(Math, 'random').mockReturnValue(0);
  const secure = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    (array as unknown as Uint8Array).fill(0xfb);
    return array;
  });
  const { events } = await loadPage();
  random.mockRestore();
  secure.mockRestore();
  expect(events()[0]?.id).toBe('bbbbbbbb-bbbb-4bbb-abbb-bbbbbbbbbbbb');
});
