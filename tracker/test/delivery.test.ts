import { expect, it, vi } from 'vitest';
import { isFinal, retryDelayMs } from '../src/outbox';
import { loadPage, setHidden, useCleanPages } from './harness';

useCleanPages();

const QUEUE = '_ff_q';
const queued = (): number =>
  Object.keys(localStorage).filter((key) => key.startsWith(QUEUE)).length;

it('sends ten events together, or what there is after five seconds', async () => {
  const { api, sent } = await loadPage();
  for (let index = 0; index < 10; index++) api.track('e');
  await vi.advanceTimersByTimeAsync(1);
  expect(sent[1]?.events).toHaveLength(10);
  api.track('e');
  await vi.advanceTimersByTimeAsync(4990);
  expect(sent).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(20);
  expect(sent[2]?.events).toHaveLength(1);
});

it.each([
  ['the network fails', () => Promise.reject(new Error('offline'))],
  ['the server is busy', () => Promise.resolve({ status: 503 })],
  ['the limit is reached', () => Promise.resolve({ status: 429 })],
])('tries again with the same ids when %s', async (_, failure) => {
  let failures = 2;
  const { sent } = await loadPage(
    {},
    { answer: () => (failures-- > 0 ? failure() : Promise.resolve({ status: 202 })) },
  );
  expect(queued()).toBe(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map(({ events }) => events[0]?.id)).size).toBe(1);
  expect(sent[2]?.sent_at).toBeGreaterThan(sent[0]?.sent_at ?? 0);
  expect(queued()).toBe(0);
});

it('does not insist on what is refused for good', async () => {
  const { sent } = await loadPage({}, { answer: () => Promise.resolve({ status: 403 }) });
  await vi.advanceTimersByTimeAsync(9_000);
  expect(sent).toHaveLength(1);
});

it('leaves as a beacon when hidden, and not twice', async () => {
  const { api, sent, beacons } = await loadPage();
  api.track('late');
  setHidden(true);
  expect(beacons.flatMap(({ events }) => events.map(({ name }) => name))).toContain('late');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(sent).toHaveLength(1);
});

it('keeps what could not be sent for the next page, for a day', async () => {
  const lost = await loadPage({}, { answer: () => Promise.reject(new Error('offline')) });
  const id = lost.sent[0]?.events[0]?.id;
  const next = await loadPage({}, { path: '/next' });
  await vi.advanceTimersByTimeAsync(1);
  expect(next.events('page_view').map((event) => event.id)).toContain(id);
  expect(queued()).toBe(0);

  await loadPage({}, { answer: () => Promise.reject(new Error('offline')) });
  vi.advanceTimersByTime(25 * 3600e3);
  expect((await loadPage()).events('page_view')).toHaveLength(1);
});

it('is not held up by what cannot be written down', async () => {
  const { api, events } = await loadPage();
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  api.track('bad', circle);
  api.track('good');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events().map(({ name }) => name)).toEqual(['page_view', 'good']);
});

it('bounds the queue', async () => {
  const { api } = await loadPage({}, { answer: () => Promise.reject(new Error('offline')) });
  for (let index = 0; index < 1000; index++) api.track('e');
  await vi.advanceTimersByTimeAsync(10_000);
  const [key] = Object.keys(localStorage).filter((name) => name.startsWith(QUEUE));
  expect(JSON.parse(localStorage.getItem(key ?? '') ?? '[]')).toHaveLength(50);
});

it('waits longer after each failure, up to some minutes', () => {
  for (let failed = 0; failed < 30; failed++) {
    const delay = retryDelayMs(failed);
    expect(delay).toBeGreaterThanOrEqual(1000 * 2 ** Math.min(failed, 8));
    expect(delay).toBeLessThanOrEqual(2000 * 2 ** Math.min(failed, 8));
  }
});

it.each([
  [202, true],
  [400, true],
  [413, true],
  [429, false],
  [500, false],
  [503, false],
])('%i is final: %s', (status, expected) => {
  expect(isFinal({ status })).toBe(expected);
});

it('forgets what is older than a day while it waits', async () => {
  let online = false;
  const { events } = await loadPage(
    {},
    { answer: () => (online ? Promise.resolve({ status: 202 }) : Promise.reject(new Error())) },
  );
  await vi.advanceTimersByTimeAsync(25 * 3600e3);
  const before = events('page_view').length;
  online = true;
  await vi.advanceTimersByTimeAsync(3600e3);
  expect(events('page_view')).toHaveLength(before);
  expect(queued()).toBe(0);
});

it('sends at once when the network is back', async () => {
  let online = false;
  const { sent } = await loadPage(
    {},
    { answer: () => (online ? Promise.resolve({ status: 202 }) : Promise.reject(new Error())) },
  );
  await vi.advanceTimersByTimeAsync(60_000);
  online = true;
  const before = sent.length;
  dispatchEvent(new Event('online'));
  await vi.advanceTimersByTimeAsync(1);
  expect(sent).toHaveLength(before + 1);
  expect(queued()).toBe(0);
});

it('sends no more than ten events in a batch', async () => {
  const { api, sent } = await loadPage();
  for (let index = 0; index < 25; index++) api.track('e');
  await vi.advanceTimersByTimeAsync(6000);
  expect(sent.slice(1).map(({ events }) => events.length)).toEqual([10, 10, 5]);
});

it('waits with the first page view for what a module wants to find out', async () => {
  let found: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (found = resolve));
  const context = {};
  const { sent } = await loadPage({ ready, context });
  expect(sent).toHaveLength(0);
  Object.assign(context, { model: 'x' });
  found();
  await vi.advanceTimersByTimeAsync(1);
  expect(sent[0]?.context.model).toBe('x');
});

it.each(['{', '5', '{}', '[{}]', '[{"events":[]}]', '["x"]'])(
  'is not held up by %s where it keeps what waits',
  async (text) => {
    localStorage.setItem(QUEUE + '0.1', text);
    const { sent } = await loadPage();
    await vi.advanceTimersByTimeAsync(6000);
    expect(sent).toHaveLength(1);
    expect(queued()).toBe(0);
  },
);
