import { beforeEach, expect, it, vi } from 'vitest';
import type { Footfall } from '../src/api';
import { listen } from '../src/guard';
import { wait } from '../src/head';
import type { Props } from '../src/types';
import { noteListeners, useCleanPages } from './harness';

useCleanPages();

let idle: () => void;
/** What was done, in order. */
let done: unknown[];

beforeEach(() => {
  noteListeners();
  history.replaceState(null, '', '/first');
  document.head.innerHTML = '';
  window.footfall = undefined;
  done = [];
  Object.assign(window, { requestIdleCallback: (action: () => void) => (idle = action) });
});

const footfall = (...call: unknown[]): unknown =>
  (window.footfall as Footfall)(...(call as Parameters<Footfall>));

/** A core that notes what it is given; `onRun` does what else it shall. */
const load = (config: Props = {}, onRun: () => void = () => undefined): void =>
  wait(
    () => ({ site: 'site-1', ...config }),
    () => {
      done.push('modules');
      footfall('use', 'module');
    },
    () => {
      done.push('core', ...[...(window.footfall?.q ?? [])].map((call) => [...call]));
      const api = (...call: unknown[]): number => done.push(call);
      window.footfall = Object.assign(api, { track: api, use: api });
      onRun();
    },
  );

const BEGUN = ['modules', 'core', ['use', 'module']];

it('waits for an idle moment, and begins once', () => {
  load();
  expect(done).toEqual([]);
  idle();
  idle();
  expect(done).toEqual(BEGUN);
});

it('begins for a call, after modules and what was called before the script came', () => {
  window.footfall = { q: [['track', 'early']] };
  load();
  footfall('track', 'late');
  expect(done).toEqual([...BEGUN, ['track', 'early'], ['track', 'late']]);
});

it('begins for a method that is asked for', () => {
  load();
  window.footfall?.track?.('signup');
  expect(done).toEqual([...BEGUN, ['signup']]);
});

it.each([
  ['click', true],
  ['auxclick', true],
  ['focusin', true],
  ['submit', true],
  ['visibilitychange', false],
  ['pagehide', false],
  ['popstate', false],
])('begins for %s, which its core hears once', (type, inPage) => {
  const hear = vi.fn();
  load({}, () => listen(type, hear));
  const target = inPage ? document.body : type == 'visibilitychange' ? document : window;
  target.dispatchEvent(new Event(type, { bubbles: target != window }));
  expect(done).toEqual(BEGUN);
  expect(hear).toHaveBeenCalledOnce();
});

it.each(['pushState', 'replaceState'] as const)('begins before %s leaves the page', (name) => {
  load({}, () => done.push(location.pathname));
  history[name](null, '', '/second');
  expect(done).toEqual([...BEGUN, '/first']);
  expect(location.pathname).toBe('/second');
});

it('takes the settings of its element, and before them those it was given', () => {
  document.head.innerHTML = `<script type="text/plain" data-strict="no" data-hash="yes"
    src="https://stats.example/s/site-1.js"></script>`;
  load({ hash: false });
  idle();
  expect(window.__footfall_config).toEqual({
    site: 'site-1',
    strict: 'no',
    hash: false,
    src: 'https://stats.example/s/site-1.js',
  });
});

it('leaves alone a page that holds the script already', () => {
  load();
  load();
  expect(done).toEqual(BEGUN);
});
