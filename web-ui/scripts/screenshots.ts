/**
 * Pictures of the pages, for looking at them:
 * `npm run screenshots -- <base URL> <key> <directory> [site id …]`
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './chromium';

const WIDTHS = [1440, 360];
const THEMES = ['light', 'dark'] as const;

const [base = 'http://127.0.0.1:8090', key = 'ff_mock', directory = 'screenshots', ...siteIds] =
  process.argv.slice(2);

mkdirSync(directory, { recursive: true });
const browser = await launch();

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
    const shoot = async (name: string): Promise<void> => {
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) console.error(`${name} at ${width}: ${overflow} px too wide`);
      await page.screenshot({
        path: join(directory, `${name}-${width}-${theme}.png`),
        fullPage: true,
      });
    };

    await page.goto(base);
    await page.getByRole('heading').first().waitFor();
    await shoot('key');
    await page.goto(`${base}/#key=${key}`);
    await page
      .getByRole('heading', { name: /sites|first site/i })
      .first()
      .waitFor();
    await page.waitForTimeout(1500);
    await shoot('sites');
    for (const siteId of siteIds) {
      await page.goto(`${base}/sites/${siteId}`);
      await page.getByTestId('live-feed').waitFor();
      await page.waitForTimeout(1800);
      await shoot(`site-${siteId}`);
    }
    const [first] = siteIds;
    if (first) {
      await page.goto(`${base}/sites/${first}?range=TODAY&f=COUNTRY:DE&f=CHANNEL:Organic+Search`);
      await page.getByTestId('live-feed').waitFor();
      await page.waitForTimeout(1200);
      await page.getByTestId('chart').hover({ position: { x: width / 2, y: 120 } });
      await shoot('filtered');
      await page.getByRole('button', { name: /^Range:/ }).click();
      await page.waitForTimeout(400);
      await page.screenshot({ path: join(directory, `range-${width}-${theme}.png`) });
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await page.waitForTimeout(700);
      await page.screenshot({ path: join(directory, `filter-${width}-${theme}.png`) });
    }
    await context.close();
  }
await browser.close();
