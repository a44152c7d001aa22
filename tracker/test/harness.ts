import { afterEach, beforeEach, vi } from 'vitest';
import type { Footfall, Module } from '../src/api';
import '../src/modules/data-layer';
import type { Batch, Props, TrackedEvent } from '../src/types';

export type Sent = Batch & { sent_at: number; context: Props };

export interface Tracker {
  api: Footfall;
  /** Bodies of the requests so far, in order. */
  sent: Sent[];
  beacons: Sent[];
  /** Events of all requests and beacons. */
  events: (name?: string) => TrackedEvent[];
}

type Answer = () => Promise<Partial<Response>>;

const accepted: Answer = () => Promise.resolve({ status: 202 });

const added: (() => void)[] = [];
const addEventListener = window.addEventListener.bind(window);
const addToDocument = document.addEventListener.bind(document);
const { pushState, replaceState } = history;

const set = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
};

/** Listeners that are added from now on are gone with the page. */
export const noteListeners = (): void => {
  for (const [target, add] of [
    [window, addEventListener],
    [document, addToDocument],
  ] as const)
    set(target, 'addEventListener', (type: string, listener: EventListener, options: boolean) => {
      added.push(() => target.removeEventListener(type, listener, options));
      add(type, listener, options);
    });
};

export const clearDevice = (): void => {
  localStorage.clear();
  document.cookie = '_ff=;path=/;max-age=0';
};

/** Loads the script anew, as a page does; another call is another page of the same browser. */
export const loadPage = async (
  config: Props = {},
  {
    path = '/',
    answer = accepted,
    early,
    modules,
    responseStatus,
    busy,
  }: {
    path?: string;
    answer?: Answer;
    early?: unknown[][];
    /** Installed before everything else, as those that come with the script are. */
    modules?: Module[];
    responseStatus?: number;
    /** It has no idle moment. */
    busy?: boolean;
  } = {},
): Promise<Tracker> => {
  unloadPage();
  vi.resetModules();
  const sent: Sent[] = [];
  const beacons: Sent[] = [];
  set(window, 'fetch', (_: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body) as Sent);
    return answer();
  });
  set(navigator, 'sendBeacon', (_: string, body: string) => {
    beacons.push(JSON.parse(body) as Sent);
    return true;
  });
  set(window, 'requestIdleCallback', (action: () => void) => {
    if (!busy) void Promise.resolve().then(action);
  });
  set(navigator, 'onLine', true);
  set(document, 'hasFocus', () => true);
  set(performance, 'getEntriesByType', () => [{ responseStatus }]);
  noteListeners();
  replaceState.call(history, null, '', path);
  window.__footfall_config = { site: 'site-1', ...config };
  window.footfall = Object.assign(() => undefined, {
    q: [...(modules || []).map((module) => ['use', module]), ...(early || [])],
  });
  await import('../src/core');
  await vi.advanceTimersByTimeAsync(1);
  return {
    api: window.footfall as Footfall,
    sent,
    beacons,
    events: (name) =>
      [...sent, ...beacons]
        .flatMap((batch) => batch.events)
        .filter((event) => !name || event.name === name),
  };
};

const observers: MutationObserver[] = [];
window.MutationObserver = class extends MutationObserver {
  constructor(callback: MutationCallback) {
    super(callback);
    observers.push(this);
  }
};

export const unloadPage = (): void => {
  observers.splice(0).forEach((observer) => observer.disconnect());
  added.splice(0).forEach((remove) => remove());
  set(window, 'addEventListener', addEventListener);
  set(document, 'addEventListener', addToDocument);
  history.pushState = pushState;
  history.replaceState = replaceState;
};

export const setHidden = (hidden: boolean): void => {
  set(document, 'hidden', hidden);
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
};

/** How often `action` reads or writes what is kept on the device. */
export const storageReads = async (action: () => unknown): Promise<number> => {
  let count = 0;
  const touched = <T>(value: T): T => {
    count++;
    return value;
  };
  const spies = [
    vi.spyOn(document, 'cookie', 'get').mockImplementation(() => touched('')),
    vi.spyOn(document, 'cookie', 'set').mockImplementation(touched),
    vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => touched({} as Storage)),
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => touched(null)),
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(touched),
  ];
  await action();
  spies.forEach((spy) => spy.mockRestore());
  return count;
};

function argumentsObject(..._given: unknown[]): unknown {
  // eslint-disable-next-line prefer-rest-params
  return arguments;
}

/** Pushes its arguments as an object of that kind, as the published snippet does. */
export const gtag = (...args: unknown[]): void => {
  (window.dataLayer ||= []).push(argumentsObject(...args));
};

export const useCleanPages = (): void => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-03-01T12:00:00Z') });
    clearDevice();
    document.body.innerHTML = '';
    set(document, 'hidden', false);
    set(window, 'scrollY', 0);
  });
  afterEach(() => {
    unloadPage();
    vi.useRealTimers();
  });
};
