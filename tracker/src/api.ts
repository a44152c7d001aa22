import type { ConsentState, Props } from './types';
import { save } from './storage';
import { discardWaiting } from './outbox';
import { start } from './start';
import { attempt, listen } from './guard';
import { settings } from './settings';
import { flush, gather, hooks, track } from './track';
import { view } from './pageview';
import {
  adopt,
  forget,
  getVisitorId,
  IGNORE,
  lastVisit,
  mayStore,
  setConsent,
  setUser,
} from './identity';

/** What pages call. Modules may put themselves in front of any of it. */
const methods = {
  reset: forget,
  init: (site: string | number, options?: Props): void => {
    Object.assign(settings, options, { site: site && site + '' });
    start();
  },
  trackPageView: view,
  track,
  identify: (id?: string | number, traits?: Props): void => {
    setUser(id);
    track('identify', traits);
  },
  revenue: (props?: Props): void => track('revenue', props),
  ecommerce: track,
  consent: (state: ConsentState): void => {
    flush();
    setConsent(state);
    start();
  },
  optOut: (): void => {
    save(IGNORE, true);
    discardWaiting();
    forget();
  },
  optIn: (): void => {
    save(IGNORE);
    start();
  },
  getSessionId: (): string | undefined => lastVisit()?.id,
  getVisitorId,
  /** Adds a module. It gets what it works with by position, which costs less than by name. */
  use: (module: Module): void => module(settings, methods, hooks, listen, mayStore, adopt, flush),
};

export type Methods = typeof methods;
type Name = keyof Methods;

export type Module = (
  config: typeof settings,
  api: Methods,
  eventHooks: typeof hooks,
  on: typeof listen,
  storageAllowed: typeof mayStore,
  adoptVisitor: typeof adopt,
  sendNow: typeof flush,
) => void;

export type Footfall = Methods &
  ((name: Name, ...args: unknown[]) => unknown) & { q?: Iterable<unknown>[] };

/**
 * Callable as the queueing stub is, `footfall('track', …)`, and by method, `footfall.track(…)`.
 * What was tracked before belongs to the state before; plain `track` changes none and stays cheap.
 */
const call = (name: Name, ...args: unknown[]): unknown =>
  attempt(() => {
    if (name != 'track') gather();
    return (methods[name] as (...args: unknown[]) => unknown)(...args);
  });

export const api = call as Footfall;

for (const name in methods)
  (api as unknown as Props)[name] = (...args: unknown[]) => call(name as Name, ...args);
