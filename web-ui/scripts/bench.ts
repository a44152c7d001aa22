/**
 * How soon a site's page is there, in Chromium with the processor slowed down four times:
 * `npm run bench -- <base URL> <key> <site id> [runs]`
 * Medians of several runs: until figures and chart are drawn, by a browser that has nothing of it yet and by one
 * that has been here; and from a click on a row until the new figures are drawn.
 */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
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

interface Slow {
  page: Page;
  session: CDPSession;
}

const slowPage = async (context: BrowserContext): Promise<Slow> => {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOW_DOWN });
  await page.addInitScript({ path: WATCH });
  return { page, session };
};

const LOOK_MS = 100;
const LOOKS_MAX = 600;

/**
 * When that happened, in milliseconds since the page was begun. Asked by the bare protocol: what
 * Playwright has a page run while it waits takes the slowed processor 50 to 100 ms.
 */
const markOf = async ({ session }: Slow, name: string): Promise<number> => {
  const expression = `performance.getEntriesByName('${name}')[0]?.startTime`;
  for (let look = 0; look < LOOKS_MAX; look++) {
    const { result } = await session.send('Runtime.evaluate', { expression });
    if (typeof result.value === 'number') return result.value;
    await setTimeout(LOOK_MS);
  }
  throw new Error(`nothing was ${name}`);
};

const seen = async (slow: Slow): Promise<number> => {
  await slow.page.goto(`${base}/sites/${site}#key=${key}`, { waitUntil: 'commit' });
  return markOf(slow, 'seen');
};

/** Another visit is one by a browser that has all files. */
const leave = async ({ page }: Slow): Promise<void> => {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForLoadState('networkidle');
  await page.close();
};

const filtered = async (slow: Slow): Promise<number> => {
  const { page } = slow;
  const row = page.getByTestId('panel-sources').getByTestId('breakdown-row').first();
  await row.waitFor();
  // What the page still draws is not part of the click.
  await page.waitForLoadState('networkidle');
  await row.dispatchEvent('click');
  return (await markOf(slow, 'changed')) - (await markOf(slow, 'clicked'));
};

const browser = await launch();
const figures: Record<Figure, number[]> = { first: [], again: [], filter: [] };
for (let run = 0; run < Number(runs); run++) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const first = await slowPage(context);
  figures.first.push(await seen(first));
  await leave(first);
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
