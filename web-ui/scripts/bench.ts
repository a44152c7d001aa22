/**
 * How soon a site's page is there, in Chromium with the processor slowed down four times:
 * `npm run bench -- <base URL> <key> <site id> [runs]`
 * Medians of several runs: until figures and chart are drawn, by a browser that has nothing of it yet and by one
 * that has been here; and from a click on a row until the new figures are drawn.
 */
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { launch } from './chromium';

const [base = 'http://127.0.0.1:8080', key = '', site = 'demo-shop', runs = '7'] =
  process.argv.slice(2);
const SLOW_DOWN = 4;
const GOALS = { first: 1000, again: 1000, filter: 300 } as const;
type Figure = keyof typeof GOALS;

/** What runs within the page is no module, and is not translated. */
const WATCH = join(import.meta.dirname, 'bench-page.js');

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? NaN;

const slowPage = async (context: BrowserContext): Promise<Page> => {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
  await page.addInitScript({ path: WATCH });
  return page;
};

/** When that happened, in milliseconds since the page was begun. */
const markOf = async (page: Page, name: string): Promise<number> => {
  const found = await page.waitForFunction(
    (wanted) => performance.getEntriesByName(wanted)[0]?.startTime,
    name,
  );
  return (await found.jsonValue())!;
};

const seen = async (page: Page): Promise<number> => {
  await page.goto(`${base}/sites/${site}#key=${key}`, { waitUntil: 'commit' });
  return markOf(page, 'seen');
};

const filtered = async (page: Page): Promise<number> => {
  const row = page.getByTestId('panel-sources').getByTestId('breakdown-row').first();
  await row.waitFor();
  // What the page still draws is not part of the click.
  await page.waitForLoadState('networkidle');
  await row.dispatchEvent('click');
  return (await markOf(page, 'changed')) - (await markOf(page, 'clicked'));
};

const browser = await launch();
const figures: Record<Figure, number[]> = { first: [], again: [], filter: [] };
for (let run = 0; run < Number(runs); run++) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const first = await slowPage(context);
  figures.first.push(await seen(first));
  await first.waitForLoadState('networkidle');
  await first.close();
  const again = await slowPage(context);
  figures.again.push(await seen(again));
  figures.filter.push(await filtered(again));
  await context.close();
}
await browser.close();

const NAMES: Record<Figure, string> = {
  first: 'first visit: figures and chart',
  again: 'another visit: figures and chart',
  filter: 'click on a row: new figures',
};
for (const name of Object.keys(NAMES) as Figure[])
  console.log(
    `${NAMES[name].padEnd(34)} ${median(figures[name]).toFixed(0).padStart(5)} ms` +
      ` (goal ${GOALS[name]}; ${figures[name].map((ms) => ms.toFixed(0)).join(' ')})`,
  );
