import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  feedShows,
  newVisitor,
  openBrowser,
  openDashboard,
  serveWebsite,
  target,
  uniquePath,
  type Website,
} from './harness';

const VISITORS = 3;
const server = target();

const visitorsOf = async (dashboard: Page): Promise<number> => {
  const value = dashboard.getByTestId('card-VISITORS').getByTestId('card-value');
  return Number((await value.getAttribute('title'))?.replace(/\D/g, ''));
};

describe.skipIf(!server)('the dashboard', () => {
  const path = uniquePath();
  const errors: string[] = [];
  let browser: Browser;
  let website: Website;
  let dashboard: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    website = await serveWebsite(server!);
    dashboard = await openDashboard(browser, server!, '?range=TODAY');
    dashboard.on('pageerror', (error) => errors.push(error.message));
    for (let index = 0; index < VISITORS; index++) {
      const visitor = await newVisitor(browser);
      const page = await visitor.newPage();
      await page.goto(website.origin + (index ? path : path + '/alone'));
      await feedShows(dashboard, index ? path : path + '/alone');
      await page.waitForTimeout(300);
      await visitor.close();
    }
  });
  afterAll(async () => {
    website.close();
    await browser.close();
  });

  it('takes the key out of the address', () => {
    expect(dashboard.url()).not.toContain('key=');
  });

  it('counts what has just happened, without a reload', async () => {
    await expect.poll(() => visitorsOf(dashboard)).toBeGreaterThanOrEqual(VISITORS);
  });

  it('draws the chosen metric and offers it as a table', async () => {
    await dashboard.getByTestId('chart').locator('svg path').first().waitFor();
    await dashboard.getByTestId('card-PAGEVIEWS').click();
    await expect.poll(() => dashboard.url()).toContain('metric=PAGEVIEWS');
    await dashboard.getByRole('button', { name: 'Show as a table' }).click();
    expect(await dashboard.getByRole('row').count()).toBeGreaterThan(2);
    await dashboard.getByRole('button', { name: 'Show as a table' }).click();
  });

  it('fills each panel', async () => {
    for (const panel of ['sources', 'pages', 'devices', 'events'])
      await dashboard.getByTestId(`panel-${panel}`).getByTestId('breakdown-row').first().waitFor();
  });

  it('narrows everything by a click on a row, and widens it again', async () => {
    const all = await visitorsOf(dashboard);
    await dashboard.goto(`${server!.url}/sites/${server!.siteId}?range=TODAY`);
    await dashboard.getByRole('button', { name: 'Filter', exact: true }).click();
    await dashboard.getByPlaceholder('Search page').fill(path + '/alone');
    const dialog = dashboard.getByRole('dialog');
    await dialog.getByRole('button', { name: path + '/alone' }).click();
    await dashboard.getByTestId('filter-chip').waitFor();
    expect(decodeURIComponent(dashboard.url())).toContain('f=PAGE:' + path + '/alone');
    await expect.poll(() => visitorsOf(dashboard)).toBe(1);

    const row = dashboard.getByTestId('panel-devices').getByTestId('breakdown-row').first();
    await row.click();
    await expect.poll(() => dashboard.getByTestId('filter-chip').count()).toBe(2);
    expect(await visitorsOf(dashboard)).toBe(1);

    await dashboard.getByRole('button', { name: 'Clear all' }).click();
    await expect.poll(() => visitorsOf(dashboard)).toBeGreaterThanOrEqual(all);
  });

  it('follows the keyboard', async () => {
    await dashboard.locator('body').press('w');
    await expect.poll(() => dashboard.url()).toContain('range=LAST_7_DAYS');
    await dashboard.locator('body').press('m');
    await expect.poll(() => dashboard.url()).not.toContain('range=');
    await dashboard.locator('body').press('?');
    await dashboard.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await dashboard.keyboard.press('Escape');
    await dashboard.locator('body').press('/');
    await dashboard.getByRole('dialog', { name: 'Filter' }).waitFor();
    await dashboard.keyboard.press('Escape');
  });

  it('holds the feed while paused', async () => {
    const feed = dashboard.getByTestId('live-feed');
    await feed.getByRole('button', { name: 'Pause' }).click();
    const before = await feed.getByTestId('feed-rows').innerText();
    const visitor = await newVisitor(browser);
    await (await visitor.newPage()).goto(`${website.origin}${path}/while-paused`);
    await feed.getByRole('button', { name: /Resume \(\d+ new\)/ }).waitFor();
    expect(await feed.getByTestId('feed-rows').innerText()).toBe(before);
    const shown = feedShows(dashboard, path + '/while-paused');
    await feed.getByRole('button', { name: /Resume/ }).click();
    await shown;
    await visitor.close();
  });

  it('has thrown nothing', () => {
    expect(errors).toEqual([]);
  });
});
