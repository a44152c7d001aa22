import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
import { MODULES } from './modules.mjs';
import { siteScript } from './site.mjs';

const CORE_BROTLI_BYTES_MAX = 3000;
/** What it adds to a site's script, settings among it. */
const HEAD_BROTLI_BYTES_MAX = 320;
const MODULE_BROTLI_BYTES_MAX = 1500;
/** As in `server/src/scripts.rs`. */
const ON_BY_DEFAULT = ['hints', 'pii', 'load'];

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
let tooLarge = false;

const sizes = (code) => [
  Buffer.byteLength(code),
  gzipSync(code, { level: 9 }).length,
  brotliCompressSync(code).length,
];

const report = (name, [raw, gzip, brotli], limit) => {
  const remark = limit ? ` (limit ${limit})` : '';
  console.log(`${name.padEnd(8)} raw ${raw}  gzip ${gzip}  brotli ${brotli}${remark}`);
  if (!limit || brotli <= limit) return;
  console.error(`${name} is larger than its limit`);
  tooLarge = true;
};

/** The minified text of `contents` and what they import. */
const minified = async (contents) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: '.' },
    bundle: true,
    format: 'esm',
    target: 'es2021',
    charset: 'utf8',
    legalComments: 'none',
    define: { __VERSION__: JSON.stringify(version) },
    write: false,
  });
  const { code } = await minify(outputFiles[0].text, {
    ecma: 2020,
    toplevel: true,
    enclose: true,
    compress: { passes: 4, inline: 1, unsafe_arrows: true, unsafe_comps: true, pure_getters: true },
  });
  return code;
};

/**
 * What `/s/<site>.js` is made of. The server puts the site's settings, the texts of its early modules and
 * the core in place of the three marks. The first line has Chromium compile on another thread what would
 * else be compiled while the page waits.
 */
const siteTemplate = async () => {
  const head = await minified(
    `import { wait } from './src/head.ts';
    wait(() => __CONFIG__, () => __MODULES__(), () => __CORE__());`,
  );
  const template = ['MODULES', 'CORE'].reduce(
    (text, mark) => text.replace(`__${mark}__()`, `(()=>{\n__${mark}__\n})()`),
    '//# allFunctionsCalledOnLoad\n' + head,
  );
  // The server looks for them in this order.
  if (template.match(/__[A-Z]+__/g).join() != '__CONFIG__,__MODULES__,__CORE__')
    throw new Error('the marks of the template have changed places');
  return template;
};

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist/m', { recursive: true });
const core = await minified("import './src/core.ts';");
report('core', sizes(core), CORE_BROTLI_BYTES_MAX);
writeFileSync('dist/core.js', core);

/** Texts of the modules that a site has on whose settings nobody has touched. */
const byDefault = [];
const manifest = [];
for (const { name, early } of MODULES) {
  const code = await minified(
    `import module from './src/modules/${name}.ts';\nfootfall('use', module);`,
  );
  report(name, sizes(code), MODULE_BROTLI_BYTES_MAX);
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 12);
  const file = `m/${name}-${hash}.js`;
  writeFileSync(`dist/${file}`, code);
  if (ON_BY_DEFAULT.includes(name)) byDefault.push(code);
  manifest.push({ name, early, file });
}
writeFileSync('dist/modules.json', JSON.stringify(manifest, null, 2));
writeFileSync('dist/site.js', await siteTemplate());

const config = { site: '0123456789ab', endpoint: '../api/collect', domains: ['example.com'] };
const alone = sizes(core);
const added = sizes(siteScript(config, [], core)).map((size, index) => size - alone[index]);
report('head', added, HEAD_BROTLI_BYTES_MAX);
report('site', sizes(siteScript(config, byDefault, core)));
if (tooLarge) process.exit(1);
