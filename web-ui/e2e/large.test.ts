import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openSite, target } from './harness';
import { createSite, send, view } from './seed';

const server = target();
const PAGES = 50_000;
const BATCH = 500;
/** Of what a browser lays out, whatever the answer's length. */
const ROWS_DRAWN_MAX = 80;

describe.skipIf(!server)('a table of 50,000 rows', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const siteId = await createSite(server!);
    for (let first = 0; first < PAGES; first += BATCH)
      await send(server!, siteId, {
        visitor: `reader-${first}`,
        events: Array.from({ length: BATCH }, (_, index) =>
          view(`/page/${String(first + index).padStart(5, '0')}`),
        ),
      });
    browser = await openBrowser();
    page = await openSite(browser, server!, `/sites/${siteId}?range=TODAY&details=page`);
  }, 300_000);
  afterAll(() => browser.close());

  it('holds them all and draws a few', async () => {
    const dialog = page.getByRole('dialog', { name: 'Page' });
    await expect
      .poll(() => dialog.getByRole('status').innerText(), { timeout: 30_000 })
      .toContain('50,000 rows');
    expect(await page.getByTestId('details-row').count()).toBeLessThan(ROWS_DRAWN_MAX);
  });

  it('scrolls to the end, each row once', async () => {
    const scroll = page.getByTestId('details-scroll');
    await scroll.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
    await expect.poll(() => page.getByText('/page/25000').count(), { timeout: 20_000 }).toBe(1);
    await scroll.evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page.getByText('/page/49999').waitFor();
    expect(await page.getByTestId('details-row').count()).toBeLessThan(ROWS_DRAWN_MAX);
    const names = await page.getByTestId('details-row').allInnerTexts();
    expect(new Set(names).size).toBe(names.length);
  });

  it('finds one among them', async () => {
    const dialog = page.getByRole('dialog', { name: 'Page' });
    await dialog.getByRole('searchbox').fill('/page/12345');
    await expect.poll(() => page.getByTestId('details-row').count(), { timeout: 20_000 }).toBe(1);
  });
});
