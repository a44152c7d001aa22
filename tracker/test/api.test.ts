import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { loadPage, useCleanPages } from './harness';

useCleanPages();

it('carries out what was called before it was loaded, in order', async () => {
  const { events } = await loadPage(
    { site: '' },
    {
      early: [
        ['init', 'site-9', { autoTrack: false }],
        ['track', 'early', { a: 1 }],
      ],
    },
  );
  await vi.advanceTimersByTimeAsync(6000);
  expect(events()).toMatchObject([{ name: 'early', properties: { a: 1 } }]);
});

it('is callable as the stub is, and by method', async () => {
  const { api, events } = await loadPage();
  api('track', 'one');
  api.track('two');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events().map(({ name }) => name)).toEqual(['page_view', 'one', 'two']);
});

it('announces that it is ready', async () => {
  const ready = vi.fn();
  document.addEventListener('footfall:ready', ready);
  await loadPage();
  document.removeEventListener('footfall:ready', ready);
  expect(ready).toHaveBeenCalledOnce();
});

it('lets the page change or hold back an event', async () => {
  const { api, events } = await loadPage({
    beforeSend: (event: { name: string }) =>
      event.name === 'secret' ? null : { ...event, name: event.name + '!' },
  });
  api.track('secret');
  api.track('open');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events().map(({ name }) => name)).toEqual(['page_view!', 'open!']);
});

it('never throws, whatever it is called with', async () => {
  const { api } = await loadPage();
  const values: unknown[] = [
    undefined,
    null,
    0,
    -1,
    NaN,
    '',
    'x',
    '__proto__',
    [],
    {},
    Symbol('s'),
    BigInt(10),
    () => 1,
    new Date(NaN),
    Object.create(null),
    new Proxy(
      {},
      {
        get: () => {
          throw new Error('trap');
        },
      },
    ),
  ];
  const names = [
    'init',
    'track',
    'trackPageView',
    'identify',
    'consent',
    'optOut',
    'optIn',
    'getSessionId',
    'getVisitorId',
    'reset',
    'nonsense',
    '__proto__',
    'constructor',
  ];
  const call = api as unknown as (...args: unknown[]) => unknown;
  for (const name of names)
    for (const first of values)
      for (const second of values) expect(() => call(name, first, second)).not.toThrow();
  await vi.advanceTimersByTimeAsync(60_000);
});

it('never throws, whatever it is called with in whatever order', async () => {
  const { api } = await loadPage();
  const anything = fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true });
  const name = fc.constantFrom(...Object.keys(api), 'nonsense', '__proto__');
  const call = api as unknown as (...args: unknown[]) => unknown;
  const calls = fc.array(fc.tuple(name, fc.array(anything, { maxLength: 3 })), { maxLength: 8 });
  const surfaced: unknown[] = [];
  const onError = (reason: unknown): void => void surfaced.push(reason);
  process.on('unhandledRejection', onError);
  await fc.assert(
    fc.asyncProperty(calls, async (list) => {
      for (const [method, args] of list) expect(() => call(method, ...args)).not.toThrow();
      await vi.advanceTimersByTimeAsync(6000);
    }),
    { numRuns: 300 },
  );
  process.off('unhandledRejection', onError);
  expect(surfaced).toEqual([]);
});

it('names revenue and shop events as they are called', async () => {
  const { api, events } = await loadPage();
  api.revenue({ amount: 5, currency: 'EUR' });
  api.ecommerce('add_to_cart', { items: [{ item_id: 'a' }] });
  api.identify('u-1', { plan: 'pro' });
  await vi.advanceTimersByTimeAsync(6000);
  expect(events().slice(1)).toMatchObject([
    { name: 'revenue', properties: { amount: 5, currency: 'EUR' } },
    { name: 'add_to_cart', properties: { items: [{ item_id: 'a' }] } },
    { name: 'identify', properties: { plan: 'pro' } },
  ]);
});

it('keeps what was passed as it was when it was passed', async () => {
  const { api, events } = await loadPage();
  const cart = ['a'];
  api.track('cart', { cart });
  cart.pop();
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('cart')[0]?.properties.cart).toEqual(['a']);
});

it('identifies nobody where the site does not want it', async () => {
  const { api, sent } = await loadPage({ trackUserIdentification: false });
  api.identify('u-1');
  await vi.advanceTimersByTimeAsync(6000);
  expect(sent.map(({ visitor }) => visitor.user_id)).toEqual([undefined, undefined]);
});

it('counts a page once that holds the script twice', async () => {
  const { events } = await loadPage();
  vi.resetModules();
  await import('../src/core');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view')).toHaveLength(1);
});

it('lets modules look at every event', async () => {
  const { api, events } = await loadPage();
  api.use((_settings, _methods, hooks) => {
    hooks.push((event) => (event.name === 'no' ? null : { ...event, name: event.name + '!' }));
  });
  api.track('no');
  api.track('yes');
  await vi.advanceTimersByTimeAsync(6000);
  expect(events().map(({ name }) => name)).toEqual(['page_view', 'yes!']);
});
