import type { Methods, Module } from '../api';
import type { Props } from '../types';

type Alias = Methods & { q?: ArrayLike<unknown>[] };

/**
 * The calls under other names too, for pages written for another script: `alias` lists them. Calls
 * queued under such a name are carried out, `<name>:ready` is announced, and `identify` takes traits
 * alone, as HaloTrack's does.
 */
const alias: Module = (settings, methods) => {
  const globals = window as unknown as Record<string, Alias | undefined>;
  const names = (settings.alias as string[] | undefined) || [];
  const { identify } = methods;
  methods.identify = (id?: unknown, traits?: Props): void =>
    id && typeof id == 'object'
      ? methods.track('identify', id as Props)
      : identify(id as string | undefined, traits);

  document.addEventListener('footfall:ready', () =>
    names.forEach((name) => {
      const early = globals[name]?.q;
      const api = globals.footfall as unknown as (...call: unknown[]) => unknown;
      globals[name] = api as unknown as Alias;
      Array.from(early || []).forEach((call) => api(...Array.from(call)));
      document.dispatchEvent(new Event(name + ':ready'));
    }),
  );
};

export default alias;
