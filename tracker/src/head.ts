import type { Footfall } from './api';
import type { Props } from './types';

/**
 * The head of a site's script: all that is run while the page loads, which has no time then for more.
 * It lets the core begin in the first idle moment, or at once where something happens that must not be
 * missed. Nothing has to be handed on to the core: this hears events at the window on their way down, so
 * that listeners which the core adds further down the path are still reached by the same event (`listen`).
 */

const MUST_NOT_BE_MISSED = 'click auxclick focusin submit popstate visibilitychange pagehide';

/**
 * Settings, with those of the script's element below them, and its address. To ask for `currentScript`
 * while the page loads is half of an evaluation, and later there is none: it is the element with the
 * site's id in its address or, where the script goes by another name, with the one of this code.
 */
const withElement = (config: Props): Props => {
  const [, here] = /(\w+:\/\/\S+?):\d+:\d/.exec(Error().stack!) || [];
  const script = [...document.scripts].find(
    ({ src }) => src.includes(config.site as string) || src == here,
  );
  return { ...(script?.dataset as Props | undefined), ...config, src: script?.src || here };
};

/** `install` gives the early modules to `footfall('use', …)`; `run` is the core. */
export const wait = (config: () => Props, install: () => void, run: () => void): void => {
  const early = window.footfall;
  // A page may hold the script twice.
  if (early?.use) return;
  let calls: Iterable<unknown>[] | undefined;
  const begin = (): void => {
    if (calls) return;
    calls = [];
    window.__footfall_config = withElement(config());
    window.footfall = ((...call: unknown[]) => calls!.push(call)) as Partial<Footfall>;
    install();
    // Modules come before what the page has called, since they may have to look at what that sends.
    window.footfall = { q: calls.concat(early?.q || []) };
    run();
  };
  const api = (): Footfall => {
    begin();
    return window.footfall as Footfall;
  };

  MUST_NOT_BE_MISSED.split(' ').forEach((type) => addEventListener(type, begin, true));
  // The first view is one of the page as it was before.
  (['pushState', 'replaceState'] as const).forEach((name) => {
    const original = history[name].bind(history);
    history[name] = (...args) => {
      begin();
      original(...args);
    };
  });
  window.footfall = new Proxy((() => undefined) as unknown as Footfall, {
    get: (_, name) => api()[name as keyof Footfall],
    apply: (_, __, call: Parameters<Footfall>) => api()(...call),
  });
  ((window.requestIdleCallback as typeof queueMicrotask | undefined) || setTimeout)(begin);
};
