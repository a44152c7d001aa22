import { afterEach, expect, it, vi } from 'vitest';
import check from '../../src/modules/check';
import clicks from '../../src/modules/clicks';
import debug from '../../src/modules/debug';
import errors from '../../src/modules/errors';
import video from '../../src/modules/video';
import vitals from '../../src/modules/vitals';
import { loadPage, setHidden, useCleanPages, type Tracker } from '../harness';

useCleanPages();
document.addEventListener('click', (event) => event.preventDefault());

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(6000);
const throwing = (message: string, error?: Error): ErrorEvent =>
  Object.assign(new Event('error') as ErrorEvent, {
    message,
    error,
    filename: location.origin + '/app.js?v=1#x',
    lineno: 3,
    colno: 7,
  });

it('reports what a page throws: each once, few, nothing of other origins', async () => {
  const { events } = await loadPage({}, { modules: [errors] });
  const error = new TypeError('x is not a function');
  dispatchEvent(throwing('Uncaught TypeError: x is not a function', error));
  dispatchEvent(throwing('Uncaught TypeError: x is not a function', error));
  dispatchEvent(throwing('Script error.'));
  dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: 'no network' }));
  for (let index = 0; index < 20; index++) dispatchEvent(throwing(`error ${index}`));
  await settle();
  const found = events('js_error').map(({ properties }) => properties);
  expect(found).toHaveLength(5);
  expect(found[0]).toMatchObject({
    message: 'x is not a function',
    source: location.origin + '/app.js',
    line: 3,
    column: 7,
  });
  expect(found[0]?.stack).toContain('TypeError');
  expect(found[1]).toMatchObject({ message: 'no network' });
});

it('does not take an image that is missing for an error', async () => {
  document.body.innerHTML = '<img>';
  const { events } = await loadPage({}, { modules: [errors] });
  document.querySelector('img')?.dispatchEvent(new Event('error'));
  await settle();
  expect(events('js_error')).toHaveLength(0);
});

it('reports links and buttons where they are and what is on them, never a value', async () => {
  document.body.innerHTML = `<nav id="menu"><ul><li class="a b"><a href="/x"> Read
    more </a></li></ul></nav><button aria-label="Close">×</button><p>text</p><input type="submit" value="secret">`;
  const { events } = await loadPage({}, { modules: [clicks] });
  ['a', 'button', 'p', 'input'].forEach((tag) =>
    document
      .querySelector(tag)
      ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })),
  );
  await settle();
  expect(events('click').map(({ properties }) => properties)).toMatchObject([
    { element: '#menu > ul > li.a > a', link_text: 'Read more', link_url: location.origin + '/x' },
    { element: 'button', link_text: 'Close' },
    { element: 'input', link_text: '' },
  ]);
  expect(JSON.stringify(events())).not.toContain('secret');
});

const names = ({ events }: Tracker): unknown[] =>
  events()
    .filter(({ name }) => name.startsWith('video'))
    .map(({ name, properties }) => `${name.slice(6)} ${String(properties.video_percent)}`);
const WHOLE = [
  'start 0',
  'progress 10',
  'progress 25',
  'progress 50',
  'progress 75',
  'complete 100',
];

it('follows a video of the page', async () => {
  document.body.innerHTML = '<video id="intro" title="Intro"></video>';
  const tracker = await loadPage({}, { modules: [video] });
  const element = document.querySelector('video')!;
  let currentTime = 0;
  Object.defineProperty(element, 'duration', { value: 100 });
  Object.defineProperty(element, 'currentTime', { get: () => currentTime });
  const say = (type: string): boolean => element.dispatchEvent(new Event(type));
  say('timeupdate');
  say('playing');
  for (; currentTime < 60; currentTime += 2) say('timeupdate');
  say('playing');
  for (currentTime = 90; currentTime < 100; currentTime += 2) say('timeupdate');
  say('ended');
  say('ended');
  await settle();
  expect(names(tracker)).toEqual(WHOLE);
  expect(tracker.events('video_complete')[0]?.properties).toMatchObject({
    video_id: 'intro',
    video_provider: 'html5',
    video_title: 'Intro',
    watch_time: 66,
  });
});

const frame = (src: string): HTMLIFrameElement => {
  const element = document.createElement('iframe');
  // Not loaded: only its address and its window are asked for.
  Object.defineProperty(element, 'src', { value: src });
  Object.defineProperty(element, 'contentWindow', { value: { postMessage: vi.fn() } });
  document.body.append(element);
  return element;
};
const hear = (from: HTMLIFrameElement, data: unknown, origin = new URL(from.src).origin): void => {
  dispatchEvent(
    Object.assign(new Event('message'), {
      origin,
      source: from.contentWindow,
      data: JSON.stringify(data),
    }),
  );
};

// As YouTube's published iframe_api script and its frames talk to each other.
it('follows YouTube', async () => {
  const player = frame('https://www.youtube-nocookie.com/embed/abc123?enablejsapi=1');
  const tracker = await loadPage({}, { modules: [video] });
  expect(player.contentWindow?.postMessage).toHaveBeenCalledWith(
    JSON.stringify({ event: 'listening', id: 1, channel: 'widget' }),
    'https://www.youtube-nocookie.com',
  );
  hear(player, { event: 'initialDelivery', info: { duration: 200, videoData: { title: 'Talk' } } });
  hear(player, { event: 'onStateChange', info: 1 });
  for (let at = 0; at <= 200; at += 1)
    hear(player, { event: 'infoDelivery', info: { currentTime: at } });
  hear(player, { event: 'onStateChange', info: 0 });
  await settle();
  expect(names(tracker)).toEqual(WHOLE);
  expect(tracker.events('video_start')[0]?.properties).toMatchObject({
    video_id: 'abc123',
    video_provider: 'youtube',
    video_title: 'Talk',
  });
});

// https://developer.vimeo.com/player/sdk/reference
it('follows Vimeo', async () => {
  const player = frame('https://player.vimeo.com/video/76979871');
  const tracker = await loadPage({}, { modules: [video] });
  expect(player.contentWindow?.postMessage).toHaveBeenCalledWith(
    JSON.stringify({ method: 'addEventListener', value: 'timeupdate' }),
    'https://player.vimeo.com',
  );
  hear(player, { event: 'play', data: { seconds: 0, duration: 50 } });
  for (let at = 0; at <= 50; at += 0.5)
    hear(player, { event: 'timeupdate', data: { seconds: at, duration: 50 } });
  hear(player, { event: 'ended', data: {} });
  await settle();
  expect(names(tracker)).toEqual(WHOLE);
  expect(tracker.events('video_complete')[0]?.properties).toMatchObject({
    video_id: '76979871',
    video_provider: 'vimeo',
    watch_time: 50,
  });
});

it('finds players that come later, and believes nobody else', async () => {
  const tracker = await loadPage({}, { modules: [video] });
  const player = frame('https://player.vimeo.com/video/1');
  await vi.advanceTimersByTimeAsync(2000);
  expect(player.contentWindow?.postMessage).toHaveBeenCalled();
  hear(player, { event: 'play' }, 'https://vimeo.com.evil.example');
  hear(player, 'play');
  await settle();
  expect(names(tracker)).toEqual([]);
});

it('reports the vitals once, when the page is hidden', async () => {
  const emit: Record<string, (entries: unknown[]) => void> = {};
  vi.stubGlobal(
    'PerformanceObserver',
    class {
      static supportedEntryTypes = ['layout-shift'];
      constructor(private readonly onList: (list: unknown) => void) {}
      observe({ type }: { type: string }): void {
        emit[type] = (entries) => this.onList({ getEntries: () => entries });
      }
      takeRecords = (): unknown[] => [];
      disconnect = (): void => undefined;
    },
  );
  const { events } = await loadPage({}, { modules: [vitals] });
  emit['largest-contentful-paint']?.([{ startTime: 800 }, { startTime: 1200.4 }]);
  emit.paint?.([
    { name: 'first-paint', startTime: 1 },
    { name: 'first-contentful-paint', startTime: 300 },
  ]);
  emit['layout-shift']?.([
    { startTime: 1000, value: 0.1 },
    { startTime: 1500, value: 0.05 },
    { startTime: 1600, value: 5, hadRecentInput: true },
    { startTime: 9000, value: 0.12 },
  ]);
  emit.event?.([
    { interactionId: 1, duration: 40 },
    { interactionId: 1, duration: 96 },
    { interactionId: 2, duration: 24 },
    { interactionId: 0, duration: 999 },
  ]);
  setHidden(true);
  setHidden(false);
  setHidden(true);
  vi.unstubAllGlobals();
  await settle();
  expect(events('web_vitals').map(({ properties }) => properties)).toMatchObject([
    { lcp: 1200, fcp: 300, cls: 0.15, inp: 96 },
  ]);
});

it('answers an installation check, whatever consent says', async () => {
  const { sent } = await loadPage(
    { consent: 'unknown', strict: true },
    { modules: [check], path: '/?footfall_verify=tok-1' },
  );
  await settle();
  expect(sent).toHaveLength(1);
  expect(sent[0]).toMatchObject({
    site_id: 'site-1',
    context: { consent: 'unknown', script_version: 'test' },
    events: [
      {
        name: 'install_check',
        properties: { token: 'tok-1', first_party: true, has_visitor: false },
      },
    ],
  });
  expect(sent[0]).not.toHaveProperty('visitor');
});

it('shows what is sent', async () => {
  const { api } = await loadPage({}, { modules: [debug] });
  api.track('shown', { a: 1 });
  await settle();
  const text = document.body.lastElementChild?.shadowRoot?.textContent ?? '';
  expect(text).toContain('site-1');
  expect(text).toContain('page_view');
  expect(text).toContain('shown');
});

afterEach(() => {
  vi.unstubAllGlobals();
});
