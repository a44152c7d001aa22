import type { Plugin, Rolldown } from 'vite';

type Groups = Exclude<Rolldown.OutputOptions['codeSplitting'], boolean | undefined>['groups'];
type Modules = Parameters<Rolldown.CodeSplittingNameFunction>[1];

/** A site's page and its chart. */
export const SITE = ['/src/pages/DashboardPage.tsx', '/src/charts/TimeChart.tsx'];
const START = '/src/main.tsx';
const SITE_CHUNK = 'site';
const SHARED_CHUNK = 'shared';

export const isSite = (id: string): boolean => SITE.some((path) => id.endsWith(path));
const isOtherPage = (id: string): boolean => /\/src\/pages\/\w+\.tsx$/.test(id) && !isSite(id);

/** What modules cannot do without, themselves included. */
const needed = (modules: Modules, from: readonly string[]): Set<string> => {
  const found = new Set(from);
  for (const id of found)
    for (const one of modules.getModuleInfo(id)?.importedIds ?? []) found.add(one);
  return found;
};

const all = (modules: Modules, start: string): Set<string> => {
  const found = new Set([start]);
  for (const id of found) {
    const info = modules.getModuleInfo(id);
    for (const one of [...(info?.importedIds ?? []), ...(info?.dynamicallyImportedIds ?? [])])
      found.add(one);
  }
  return found;
};

interface SiteModules {
  site: Set<string>;
  others: Set<string>;
}

/**
 * A slow browser spends longer on many small files than on few large ones. So the start is one chunk, and a
 * site's page two: what it shares with other pages, and the rest.
 */
export const siteChunks = (root: string): Groups => {
  let found: SiteModules | undefined;
  const find = (modules: Modules): SiteModules => {
    const ids = [...all(modules, root + START)];
    return {
      site: needed(modules, ids.filter(isSite)),
      others: needed(modules, ids.filter(isOtherPage)),
    };
  };
  const named =
    (name: string, isShared: boolean) =>
    (id: string, modules: Modules): string | null => {
      const { site, others } = (found ??= find(modules));
      return site.has(id) && others.has(id) === isShared ? name : null;
    };
  return [
    { name: 'start', tags: ['$initial'], priority: 2 },
    { name: named(SHARED_CHUNK, true), priority: 1 },
    { name: named(SITE_CHUNK, false), priority: 0 },
  ];
};

const HINT = '//# allFunctionsCalledOnLoad\n';

/** Has Chromium compile all of the code of the first view while it is fetched: most of it is run. */
export const compileAhead = (): Plugin => ({
  name: 'compile-ahead',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const chunk of Object.values(bundle))
        if (
          chunk.type === 'chunk' &&
          (chunk.isEntry || [SITE_CHUNK, SHARED_CHUNK].includes(chunk.name))
        )
          chunk.code = HINT + chunk.code;
    },
  },
});
