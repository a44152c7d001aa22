import type { Module } from '../api';
import type { Props } from '../types';

/** The value at `a.b.c`, as far as there is one. */
const at = (root: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Props | null | undefined)?.[key], root);

const latest = (path: string): unknown =>
  [...(window.dataLayer || [])]
    .reverse()
    .map((entry) => at(entry, path))
    .find((value) => value != undefined);

/**
 * Properties of the site's own: `params.q` names query parameters of the address, `params.d` keys of
 * `window.dataLayer`, each with the property that it becomes. What the page passes itself counts more.
 */
const params: Module = (settings, _methods, hooks) => {
  const { q, d } = (settings.params || {}) as { q?: Record<string, string>; d?: typeof q };
  hooks.push((event) => {
    const found: Props = {};
    const query = new URL((event.properties.url as string) || '', location.href).searchParams;
    for (const name in q) found[q[name]!] = query.get(name) ?? undefined;
    for (const path in d) found[d[path]!] = latest(path) ?? found[d[path]!];
    return { ...event, properties: { ...found, ...event.properties } };
  });
};

export default params;
