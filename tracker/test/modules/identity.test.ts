import { expect, it, vi } from 'vitest';
import alias from '../../src/modules/alias';
import link from '../../src/modules/link';
import meta from '../../src/modules/meta';
import { loadPage, useCleanPages, type Tracker } from '../harness';

useCleanPages();
document.addEventListener('click', (event) => event.preventDefault());
document.addEventListener('submit', (event) => event.preventDefault());

const OTHER = 'https://shop.example';
const setReferrer = (value: string): void => {
  Object.defineProperty(document, 'referrer', { value, configurable: true });
};
const load = (path = '/', config = {}): Promise<Tracker> =>
  loadPage({ link: ['shop.example', 'localhost'], ...config }, { modules: [link], path });

const decorated = (): string => {
  document.body.innerHTML = `<a href="${OTHER}/cart?x=1">Cart</a>`;
  const anchor = document.querySelector('a')!;
  anchor.click();
  return new URL(anchor.href).searchParams.get('_ff') ?? '';
};

it('takes the visitor along to a listed host', async () => {
  const { sent } = await load();
  expect(decorated()).toMatch(
    new RegExp(`^${sent[0]?.visitor.id ?? ''}\\.${(Date.now() / 1000) | 0}\\.[0-9a-z]{1,7}$`),
  );
});

it.each([
  ['a host that is not listed', '<a href="https://elsewhere.example/">x</a>', {}],
  ['the same host', '<a href="/near">x</a>', {}],
  ['nobody who has not agreed', `<a href="${OTHER}/">x</a>`, { consent: 'unknown' }],
])('does not decorate links to %s', async (_, html, config) => {
  await load('/', config);
  document.body.innerHTML = html;
  const anchor = document.querySelector('a')!;
  const { href } = anchor;
  anchor.click();
  expect(anchor.href).toBe(href);
});

it('takes the visitor along with forms', async () => {
  const { api } = await load();
  document.body.innerHTML = `<form action="${OTHER}/a"></form><form method="post" action="${OTHER}/b"></form>`;
  document
    .querySelectorAll('form')
    .forEach((form) =>
      form.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })),
    );
  const visitor = api.getVisitorId() ?? '-';
  expect(document.querySelector<HTMLInputElement>('input[name=_ff]')?.value).toContain(visitor);
  expect(document.querySelectorAll('form')[1]?.getAttribute('action')).toContain(visitor);
});

it('is believed for two minutes, from a listed page, unchanged, and leaves the address', async () => {
  const { api } = await load();
  const visitor = api.getVisitorId();
  const value = decorated();
  const arrive = async (given: string, referrer: string): Promise<string | undefined> => {
    localStorage.clear();
    document.cookie = '_ff=;path=/;max-age=0;domain=localhost';
    setReferrer(referrer);
    const { sent } = await load('/?a=1&_ff=' + given);
    expect(location.search).toBe('?a=1');
    expect(JSON.stringify(sent)).not.toContain(given);
    return sent[0]?.visitor.id;
  };
  const from = OTHER + '/page';
  expect(await arrive(value, from)).toBe(visitor);
  expect(await arrive(value, 'https://elsewhere.example/')).not.toBe(visitor);
  expect(await arrive(value, '')).not.toBe(visitor);
  expect(await arrive(value.slice(0, -1) + '!', from)).not.toBe(visitor);
  await vi.advanceTimersByTimeAsync(119_000);
  expect(await arrive(value, from)).toBe(visitor);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await arrive(value, from)).not.toBe(visitor);
  setReferrer('');
});

const cookies = (): string[] => document.cookie.split('; ').filter((one) => /^_fb.=./.test(one));
const clearMeta = (): void =>
  ['_fbp', '_fbc'].forEach((name) => {
    document.cookie = `${name}=;path=/;max-age=0;domain=localhost`;
  });

it('builds Meta’s ids as its pixel would, and keeps them', async () => {
  clearMeta();
  const now = Date.now();
  const first = await loadPage({}, { modules: [meta], path: '/?fbclid=IwAR_2Abc' });
  const { fbp, fbc } = first.sent[0]!.events[0]!.properties;
  expect(fbc).toBe(`fb.0.${now}.IwAR_2Abc`);
  expect(fbp).toMatch(new RegExp(`^fb\\.0\\.${now}\\.\\d+$`));
  vi.advanceTimersByTime(60_000);
  const next = await loadPage({}, { modules: [meta] });
  expect(next.sent[0]?.events[0]?.properties).toMatchObject({ fbp, fbc });
  clearMeta();
});

it('neither reads nor writes Meta’s ids without consent', async () => {
  document.cookie = '_fbp=fb.1.1.1;path=/;domain=localhost';
  const { sent } = await loadPage({ consent: 'unknown' }, { modules: [meta], path: '/?fbclid=x' });
  expect(sent[0]?.events[0]?.properties).not.toHaveProperty('fbp');
  expect(cookies()).toEqual(['_fbp=fb.1.1.1']);
  clearMeta();
});

it('answers to other names, with what was called under them', async () => {
  const globals = window as unknown as Record<string, (...args: unknown[]) => void>;
  const ready = vi.fn();
  document.addEventListener('insighthub:ready', ready);
  globals.insighthub = Object.assign(() => undefined, {
    q: [['track', 'signup', { plan: 'pro' }]],
  });
  const { sent, events } = await loadPage(
    { alias: ['insighthub', 'HaloTrack'] },
    { modules: [alias] },
  );
  const halo = globals.HaloTrack as unknown as { identify: (traits: unknown) => void };
  halo.identify({ email_sha256: 'x' });
  await vi.advanceTimersByTimeAsync(6000);
  document.removeEventListener('insighthub:ready', ready);
  expect(ready).toHaveBeenCalledOnce();
  expect(events().map(({ name }) => name)).toEqual(['page_view', 'signup', 'identify']);
  expect(events('identify')[0]?.properties).toMatchObject({ email_sha256: 'x' });
  expect(sent.at(-1)?.visitor.user_id).toBeUndefined();
});
