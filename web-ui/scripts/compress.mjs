import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';

// Below this, a compressed file is hardly smaller.
const BYTES_MIN = 512;

// The server sends these to who takes them, so that nothing is compressed while somebody waits.
const files = readdirSync('dist', { recursive: true, encoding: 'utf8' });
for (const file of files.filter((name) => /\.(js|css|svg|json|webmanifest)$/.test(name))) {
  const text = readFileSync(`dist/${file}`);
  if (text.length < BYTES_MIN) continue;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  writeFileSync(`dist/${file}.br`, brotliCompressSync(text, { params }));
}
