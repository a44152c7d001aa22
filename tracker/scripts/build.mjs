import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';
import { MODULES } from './modules.mjs';
import { SITE_TEMPLATE } from './site.mjs';

const CORE_BROTLI_BYTES_MAX = 3000;
const MODULE_BROTLI_BYTES_MAX = 1500;

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
let tooLarge = false;

/** The minified text of what `stdin` imports; prints its size. */
const bundle = async (name, contents, limit) => {
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
  const [raw, gzip, brotli] = [
    Buffer.byteLength(code),
    gzipSync(code, { level: 9 }).length,
    brotliCompressSync(code).length,
  ];
  console.log(`${name.padEnd(8)} raw ${raw}  gzip ${gzip}  brotli ${brotli} (limit ${limit})`);
  if (brotli > limit) {
    console.error(`${name} is larger than its limit`);
    tooLarge = true;
  }
  return code;
};

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist/m', { recursive: true });
writeFileSync(
  'dist/core.js',
  await bundle('core', "import './src/core.ts';", CORE_BROTLI_BYTES_MAX),
);

const manifest = [];
for (const { name, early } of MODULES) {
  const code = await bundle(
    name,
    `import module from './src/modules/${name}.ts';\nfootfall('use', module);`,
    MODULE_BROTLI_BYTES_MAX,
  );
  const hash = createHash('sha256').update(code).digest('hex').slice(0, 12);
  const file = `m/${name}-${hash}.js`;
  writeFileSync(`dist/${file}`, code);
  manifest.push({ name, early, file });
}
writeFileSync('dist/modules.json', JSON.stringify(manifest, null, 2));
writeFileSync('dist/site.js', SITE_TEMPLATE);
if (tooLarge) process.exit(1);
