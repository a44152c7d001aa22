import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { minify } from 'terser';

const CORE_BROTLI_BYTES_MAX = 3000;

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const { outputFiles } = await build({
  entryPoints: ['src/core.ts'],
  outfile: 'dist/core.js',
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
  compress: { passes: 4, inline: 1, unsafe_arrows: true, unsafe_comps: true },
});
const file = { contents: Buffer.from(code) };
const sizes = {
  raw: file.contents.length,
  gzip: gzipSync(file.contents, { level: 9 }).length,
  brotli: brotliCompressSync(file.contents).length,
};
console.log(
  `core.js  raw ${sizes.raw}  gzip ${sizes.gzip}  brotli ${sizes.brotli} (limit ${CORE_BROTLI_BYTES_MAX})`,
);
if (sizes.brotli > CORE_BROTLI_BYTES_MAX) {
  console.error('core.js is larger than its limit');
  process.exit(1);
}
mkdirSync('dist', { recursive: true });
writeFileSync('dist/core.js', file.contents);
