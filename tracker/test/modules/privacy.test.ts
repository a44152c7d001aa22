import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import dnt from '../../src/modules/dnt';
import hints from '../../src/modules/hints';
import meta from '../../src/modules/meta';
import params from '../../src/modules/params';
import paths from '../../src/modules/paths';
import pii from '../../src/modules/pii';
import { sha256 } from '../../src/modules/sha256';
import type { Props } from '../../src/types';
import { loadPage, useCleanPages } from '../harness';

useCleanPages();

// Following links is not what is tried here.
document.addEventListener('click', (event) => event.preventDefault());

const reference = (text: string): string => createHash('sha256').update(text).digest('hex');
const setNavigator = (name: string, value: unknown): void => {
  Object.defineProperty(navigator, name, { value, configurable: true });
};

it('hashes as everybody does', () => {
  expect(sha256('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(sha256(text)).toBe(reference(text));
    }),
  );
});

const hashed = async (props: Props, config: Props = {}): Promise<Props> => {
  const { api, events } = await loadPage(config, { modules: [pii] });
  api.track('e', props);
  await vi.advanceTimersByTimeAsync(6000);
  return events('e')[0]!.properties;
};

it.each([
  ['email', '  Ada@Example.COM ', 'ada@example.com'],
  ['phone', '+44 (0)20 7946-0018', '4402079460018'],
  ['phone_number', '0049 30 123', '4930123'],
  ['first_name', ' Anne-Marie ', 'annemarie'],
  ['last_name', "O'Neill", 'oneill'],
  ['street', '12  High St ', '12 high st'],
  ['city', 'New York', 'newyork'],
  ['region', 'N.Y.', 'ny'],
  ['postal_code', 'SW1A 1AA', 'sw1a1aa'],
  ['country', 'US', 'us'],
])('sends %s %j only as the hash of %j', async (name, given, normal) => {
  const properties = await hashed({ [name]: given, plan: 'pro' });
  const key = name === 'phone_number' ? 'phone' : name;
  expect(properties).toMatchObject({ [key + '_sha256']: reference(normal), plan: 'pro' });
  expect(properties).not.toHaveProperty(name);
  expect(JSON.stringify(properties)).not.toContain(given);
});

it('hashes what Google nests', async () => {
  const properties = await hashed({
    user_data: { email: 'a@b.example', address: { first_name: 'Ada', city: 'Rome' } },
  });
  expect(properties).toMatchObject({
    email_sha256: reference('a@b.example'),
    first_name_sha256: reference('ada'),
    city_sha256: reference('rome'),
  });
  expect(properties).not.toHaveProperty('user_data');
});

it('scrubs addresses of e-mail addresses and of what the site names', async () => {
  const { sent } = await loadPage(
    { scrub: ['token'] },
    { modules: [pii], path: '/reset?Token=abc&to=a.b%40c.example&x=1' },
  );
  expect(sent[0]?.events[0]?.properties.url).toBe(
    location.origin + '/reset?token=&to=redacted&x=1',
  );
});

const KEY = '00112233445566778899aabbccddeeff';
const code = (path: string): string => '/~' + reference(KEY + path).slice(0, 16);

it('sends a hash instead of a path, and nothing that tells the path', async () => {
  document.body.innerHTML =
    '<a href="/secret/plan.pdf">x</a><a href="https://other.example/x">y</a>';
  document.title = 'Secret plan';
  const { events } = await loadPage(
    { hashPaths: KEY },
    { modules: [paths], path: '/secret/page?utm_source=news&gclid=Abc&q=hidden' },
  );
  document
    .querySelectorAll('a')
    .forEach((link) =>
      link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })),
    );
  history.pushState(null, '', '/secret/next');
  await vi.advanceTimersByTimeAsync(6000);
  document.title = '';
  const [first, second] = events('page_view');
  expect(first?.properties).toMatchObject({
    path: code('/secret/page'),
    utm_source: 'news',
    gclid: 'Abc',
  });
  expect(second?.properties).toMatchObject({
    path: code('/secret/next'),
    referrer: location.origin + code('/secret/page'),
  });
  expect(events('file_download')[0]?.properties.link_url).toBe(
    location.origin + code('/secret/plan.pdf'),
  );
  expect(events('outbound_click')[0]?.properties.link_url).toBe('https://other.example/x');
  const text = JSON.stringify(events().filter(({ name }) => name !== 'search')).toLowerCase();
  expect(text).not.toContain('secret');
  expect(text).not.toContain('hidden');
});

it.each([
  [{ excludePaths: ['/admin/*'] }, '/admin/users', 0],
  [{ excludePaths: ['/admin/*'] }, '/administration', 1],
  [{ excludePaths: ['/a.b'] }, '/axb', 1],
  [{ excludeHosts: ['local*'] }, '/', 0],
  [{ excludeHosts: ['example.com'] }, '/', 1],
])('with %j, %s is sent %i times and leaves as much on the device', async (config, path, times) => {
  const { events } = await loadPage(config, { modules: [paths], path });
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view')).toHaveLength(times);
  expect(localStorage).toHaveLength(times);
});

it.each([
  ['globalPrivacyControl', true, 'denied'],
  ['doNotTrack', '1', 'denied'],
  ['doNotTrack', '0', 'not_required'],
])('%s = %j means %s', async (name, value, consent) => {
  await loadPage();
  setNavigator(name, value);
  const { api, sent } = await loadPage({}, { modules: [dnt] });
  api.consent('granted');
  api.track('after');
  await vi.advanceTimersByTimeAsync(6000);
  setNavigator(name, undefined);
  expect(sent[0]?.context.consent).toBe(consent);
  expect(!!sent.at(-1)?.visitor.id).toBe(consent !== 'denied');
  expect(localStorage.getItem('_ff') === null).toBe(consent === 'denied');
});

it('asks for client hints before the first page view', async () => {
  setNavigator('userAgentData', {
    getHighEntropyValues: () => Promise.resolve({ platformVersion: '15.0.0', model: 'Pixel' }),
  });
  const { sent } = await loadPage({}, { modules: [hints] });
  setNavigator('userAgentData', undefined);
  expect(sent[0]?.context).toMatchObject({ platform_version: '15.0.0', model: 'Pixel' });
});

it('does without client hints', async () => {
  expect((await loadPage({}, { modules: [hints] })).sent).toHaveLength(1);
});

it('takes addresses as pages pass them: relative, or none', async () => {
  const { api, events } = await loadPage(
    { hashPaths: KEY, params: { q: { a: 'b' } } },
    { modules: [params, meta, paths], path: '/here' },
  );
  api.trackPageView({ url: '/virtual?a=1' });
  api.track('bare', { url: null });
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view')[1]?.properties).toMatchObject({ path: code('/virtual'), b: '1' });
  expect(events('bare')[0]?.properties.path).toBe(code('/here'));
});
