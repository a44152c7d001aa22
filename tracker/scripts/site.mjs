import { readFileSync } from 'node:fs';

/** A site's script, as the server puts it together: see `siteTemplate` in `build.mjs`. */
export const siteScript = (config, modules, core) =>
  readFileSync('dist/site.js', 'utf8')
    .replace('__CONFIG__', () => JSON.stringify(config))
    .replace('__MODULES__', () => modules.join('\n'))
    .replace('__CORE__', () => core);
