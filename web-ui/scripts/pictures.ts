/**
 * The pictures of `docs/images`, from a running demo:
 * `npm run pictures -- <base URL> <key> <site id>`
 */
import { join } from 'node:path';
import { launch } from './chromium';

const [base = 'http://127.0.0.1:8080', key = '', site = 'demo-shop'] = process.argv.slice(2);
const DIRECTORY = join(import.meta.dirname, '../../docs/images');
const DESKTOP = { width: 1440, height: 1000 };
const PHONE = { width: 390, height: 844 };
const SETTLE_MS = 6000;

const PICTURES = [
  { name: 'dashboard', path: `/sites/${site}`, viewport: DESKTOP, theme: 'light' },
  { name: 'dashboard-dark', path: `/sites/${site}`, viewport: DESKTOP, theme: 'dark' },
  { name: 'phone', path: `/sites/${site}`, viewport: PHONE, theme: 'light' },
  { name: 'phone-dark', path: `/sites/${site}/realtime`, viewport: PHONE, theme: 'dark' },
  { name: 'realtime', path: `/sites/${site}/realtime`, viewport: DESKTOP, theme: 'light' },
  { name: 'overview', path: '/', viewport: DESKTOP, theme: 'light' },
  { name: 'data-flow', path: '/pipeline', viewport: DESKTOP, theme: 'dark' },
] as const;

const browser = await launch();
for (const { name, path, viewport, theme } of PICTURES) {
  const page = await browser.newPage({ viewport, colorScheme: theme, locale: 'en-GB' });
  await page.goto(`${base}${path}#key=${key}`);
  await page.waitForTimeout(SETTLE_MS);
  await page.screenshot({ path: join(DIRECTORY, `${name}.png`) });
  await page.close();
}
await browser.close();
