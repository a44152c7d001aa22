import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const filesUnder = (folder: string, path = '/'): string[] =>
  readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(folder, `${path}${entry.name}/`) : [path + entry.name],
  );

/** Tells the service worker what the build has made. */
export const offlineFiles = (): Plugin => {
  let folder = 'dist';
  return {
    name: 'offline-files',
    apply: 'build',
    configResolved: (config) => {
      folder = config.build.outDir;
    },
    closeBundle: () => {
      const files = filesUnder(folder).filter(
        (path) => !['/index.html', '/sw.js'].includes(path) && !path.endsWith('.map'),
      );
      const hash = createHash('sha256');
      for (const path of ['/index.html', ...files])
        hash.update(path).update(readFileSync(join(folder, path)));
      const worker = join(folder, 'sw.js');
      const text = readFileSync(worker, 'utf8')
        .replace('__VERSION__', hash.digest('hex').slice(0, 12))
        .replace("['__FILES__']", JSON.stringify(files));
      writeFileSync(worker, text);
    },
  };
};
