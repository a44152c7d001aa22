import type { Module } from '../api';

/**
 * Fetches the modules that can come later. `modules` holds pairs: the path of a script, and the text
 * that the page's query has to contain for it. A dynamic import needs no nonce of its own under a
 * strict policy.
 */
const load: Module = (settings) => {
  const base = settings.src || location.href;
  // Those that come later have no script element to ask.
  settings.endpoint = new URL(settings.endpoint, base).href;
  ((settings.modules as [string, string?][] | undefined) || []).forEach(([path, query = '']) => {
    if (location.search.includes(query)) import(new URL(path, base).href).catch(() => undefined);
  });
};

export default load;
