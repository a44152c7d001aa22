import { attempt } from './guard';
import { forget, getSessionId, identify, knownVisitor, ignore, setConsent } from './identity';
import { view } from './pageview';
import { settings } from './settings';
import { start } from './start';
import { flush, track } from './track';
import type { ConsentState, Props } from './types';

const methods = {
  init: (site: string | number, options?: Props): void => {
    Object.assign(settings, options, { site: site && site + '' });
    start();
  },
  track,
  trackPageView: view,
  identify,
  consent: (state: ConsentState): void => {
    flush();
    setConsent(state);
    start();
  },
  optOut: (): void => {
    forget();
    ignore(true);
  },
  /** Automatic events begin again with the next page. */
  optIn: (): void => ignore(false),
  getSessionId,
  getVisitorId: knownVisitor,
  reset: forget,
};

type Methods = typeof methods;
type Name = keyof Methods;

export type Footfall = Methods &
  ((name: Name, ...args: unknown[]) => unknown) & { q?: Iterable<unknown>[] };

/** Callable as the queueing stub is, `footfall('track', …)`, and by method, `footfall.track(…)`. */
const call = (name: Name, ...args: unknown[]): unknown =>
  attempt(() => (methods[name] as (...args: unknown[]) => unknown)(...args));

export const api = call as Footfall;

for (const name in methods) (api as unknown as Props)[name] = call.bind(null, name as Name);
