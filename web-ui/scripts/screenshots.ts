/**
 * Pictures of the pages, for looking at them:
 * `npm run screenshots -- <base URL> <key> <directory> <site id> [site id …]`
 * All views of the first site, and the dashboard of the others. Says when something is too wide.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launch } from './chromium';

const WIDTHS = [1440, 360];
const THEMES = ['light', 'dark'] as const;
const SETTLE_MS = 1800;

const [base = 'http://127.0.0.1:8090', key = 'ff_mock', directory = 'screenshots', ...siteIds] =
  process.argv.slice(2);
const [site = 'acme', ...others] = siteIds;
const at = `/sites/${site}`;

interface Shot {
  name: string;
  path: string;
  /** Only the window, where something lies over the page. */
  window?: true;
  before?: (page: Page) => Promise<unknown>;
}

const SHOTS: readonly Shot[] = [
  { name: 'overview', path: '/' },
  { name: 'dashboard', path: at },
  ...others.map((id) => ({ name: `dashboard-${id}`, path: `/sites/${id}` })),
  { name: 'empty', path: `${at}?from=2019-01-01&to=2019-01-02` },
  {
    name: 'filtered',
    path: `${at}?range=LAST_7_DAYS&interval=HOUR&metric=PAGEVIEWS&f=CHANNEL:Organic+Search&f=PAGE~CONTAINS:/&tab=browser`,
    before: (page) => page.getByTestId('chart').hover({ position: { x: 180, y: 120 } }),
  },
  { name: 'table', path: `${at}?details=page`, window: true },
  {
    name: 'builder',
    path: `${at}?f=COUNTRY:DE|FR`,
    window: true,
    before: (page) => page.locator('body').press('/'),
  },
  {
    name: 'range',
    path: at,
    window: true,
    before: (page) => page.getByRole('button', { name: /^Range:/ }).click(),
  },
  {
    name: 'metrics',
    path: at,
    window: true,
    before: (page) => page.getByRole('button', { name: 'Choose metrics' }).click(),
  },
  { name: 'realtime', path: `${at}/realtime` },
  {
    name: 'event',
    path: `${at}/realtime`,
    window: true,
    before: (page) => page.getByTestId('feed-rows').getByRole('button').first().click(),
  },
  { name: 'pipeline', path: '/pipeline' },
];

mkdirSync(directory, { recursive: true });
const browser = await launch();

/** Scrolls through, so that what loads when it is seen is there. */
const seeAll = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 400) {
      scrollTo(0, y);
      await new Promise((done) => setTimeout(done, 120));
    }
    scrollTo(0, 0);
  });

for (const width of WIDTHS)
  for (const theme of THEMES) {
    const context = await browser.newContext({
      viewport: { width, height: width < 600 ? 740 : 900 },
      colorScheme: theme,
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error('page error:', error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') console.error('console:', message.text());
    });
    await page.goto(`${base}/#key=${key}`);
    await page.getByRole('heading').first().waitFor();
    for (const { name, path, window, before } of SHOTS) {
      await page.goto(base + path);
      await page.waitForTimeout(SETTLE_MS);
      if (!window) {
        await seeAll(page);
        await page.waitForTimeout(SETTLE_MS / 2);
      }
      if (before) {
        await before(page);
        await page.waitForTimeout(SETTLE_MS / 2);
      }
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) console.error(`${name} at ${width}: ${overflow} px too wide`);
      await page.screenshot({
        path: join(directory, `${name}-${width}-${theme}.png`),
        fullPage: !window,
      });
    }
    await context.close();
  }
await browser.close();
