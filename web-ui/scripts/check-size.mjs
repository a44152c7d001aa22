import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const INITIAL_JS_GZIP_BYTES_MAX = 150 * 1024;

const html = readFileSync('dist/index.html', 'utf8');
const initial = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]);
const size = (file) => gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;

const total = initial.reduce((sum, file) => sum + size(file), 0);
for (const file of readdirSync('dist/assets').filter((name) => /\.(js|css)$/.test(name)))
  console.log(`${String(size(`assets/${file}`)).padStart(8)}  ${file}`);
console.log(`initial JS: ${total} bytes gzip (limit ${INITIAL_JS_GZIP_BYTES_MAX})`);
if (total > INITIAL_JS_GZIP_BYTES_MAX) {
  console.error('the initial JavaScript is larger than its limit');
  process.exit(1);
}
