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
  const { events } = await loadPage({
    beforeSend: (event: { name: string }) =>
      event.name === 'secret' ? null : { ...event, name: event.name + '!' },
  });
  window.footfall?.track('secret');
  window.footfall?.track('open');
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
