import type { Plugin, Rolldown } from 'vite';
import { isSite } from './site-chunks.ts';

const PATH = '^/sites/[^/]+$';

/** Names of the files that a chunk cannot do without. */
const filesOf = (bundle: Rolldown.OutputBundle, name: string, found: Set<string>): void => {
  const chunk = bundle[name];
  if (chunk?.type !== 'chunk' || found.has(name)) return;
  found.add(name);
  chunk.imports.forEach((one) => filesOf(bundle, one, found));
};

/** Has a browser that opens a site's page fetch the code of that page beside the code that finds out which page it is. */
export const preloadFiles = (): Plugin => ({
  name: 'preload-files',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const wanted = new Set<string>();
      const initial = new Set<string>();
      for (const [name, chunk] of Object.entries(bundle)) {
        if (chunk.type !== 'chunk') continue;
        if (chunk.isEntry) filesOf(bundle, name, initial);
        if (chunk.moduleIds.some(isSite)) filesOf(bundle, name, wanted);
      }
      const files = [...wanted].filter((name) => !initial.has(name)).map((name) => '/' + name);
      this.emitFile({
        type: 'asset',
        fileName: 'preload.js',
        source: `if (new RegExp('${PATH}').test(location.pathname))
  for (const file of ${JSON.stringify(files)}) {
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.href = file;
    document.head.append(link);
  }
// The first use of each takes long, and there is nothing else to do until the code is there.
new Intl.NumberFormat().format(0);
new Intl.DateTimeFormat().format();
`,
      });
    },
  },
  transformIndexHtml: () => [
    { tag: 'script', attrs: { src: '/preload.js' }, injectTo: 'head-prepend' },
  ],
});
