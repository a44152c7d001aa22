/** Draws public/icon-*.png from public/icon.svg: `npx tsx scripts/icons.ts` */
import { readFileSync } from 'node:fs';
import { launch } from './chromium';

const svg = readFileSync('public/icon.svg', 'utf8');
const browser = await launch();
for (const { name, side, share } of [
  { name: 'icon-192', side: 192, share: 1 },
  { name: 'icon-512', side: 512, share: 1 },
  { name: 'apple-touch-icon', side: 180, share: 1 },
  // Launchers cut shapes out of it: its own ground reaches the edges, its drawing keeps to the middle.
  { name: 'icon-maskable-512', side: 512, share: 0.8 },
]) {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  const ground = share < 1 || name === 'apple-touch-icon' ? '#2f56d6' : 'transparent';
  await page.setContent(
    `<style>*{margin:0}body{width:${side}px;height:${side}px;display:grid;place-content:center;background:${ground}}svg{display:block;width:${side * share}px;height:${side * share}px}</style>${svg}`,
  );
  await page.screenshot({ path: `public/${name}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
