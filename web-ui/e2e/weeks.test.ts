import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openSite, target } from './harness';
import { createSite, graphql, send, VISITS } from './seed';

const server = target();

describe.skipIf(!server).each([
  ['SUNDAY', 0],
  ['MONDAY', 1],
] as const)('a week that begins on %s', (weekStart, firstDay) => {
  let browser: Browser;
  let page: Page;
  let siteId: string;

  beforeAll(async () => {
    siteId = await createSite(server!);
    await graphql(
      server!,
      'mutation ($id: ID!, $weekStart: WeekStart!) { updateSite(id: $id, input: {settings: {weekStart: $weekStart}}) { id } }',
      { id: siteId, weekStart },
    );
    for (const visit of VISITS.slice(0, 4)) await send(server!, siteId, visit);
    browser = await openBrowser();
    page = await openSite(browser, server!, `/sites/${siteId}?range=THIS_WEEK`);
  });
  afterAll(() => browser.close());

  const firstOfTable = async (): Promise<string> => {
    await page.getByRole('button', { name: 'Show as a table' }).click();
    const heading = page.getByRole('region', { name: 'Visitors over time' }).getByRole('rowheader');
    return heading.first().innerText();
  };

  it('begins so in this week', async () => {
    expect(await firstOfTable()).toMatch(firstDay ? /^Mon/ : /^Sun/);
  });

  it('begins so in the chart’s weeks', async () => {
    await page.goto(`${server!.url}/sites/${siteId}?from=2026-01-01&to=2026-02-28&interval=WEEK`);
    await firstOfTable();
    const table = page.getByRole('region', { name: 'Visitors over time' });
    const second = await table.getByRole('rowheader').nth(1).innerText();
    // The first is cut by the range, and begins with it.
    const day = new Date(second.replace('Week of ', '') + ' UTC').getUTCDay();
    expect(day).toBe(firstDay);
  });

  it('begins so in the calendar', async () => {
    await page.getByRole('button', { name: /^Range:/ }).click();
    const calendar = page.getByRole('dialog', { name: 'Range' });
    const first = await calendar.getByRole('grid').locator('thead th').first().innerText();
    expect(first).toMatch(firstDay ? /^Mo/ : /^Su/);
    await page.keyboard.press('Escape');
  });

  it('begins so in the grid of hours', async () => {
    await page.goto(`${server!.url}/sites/${siteId}?range=TODAY`);
    await page.getByTestId('panel-hours').scrollIntoViewIfNeeded();
    const first = page.getByTestId('hour-grid').getByRole('rowheader').first();
    expect(await first.innerText()).toMatch(firstDay ? /^Mon/ : /^Sun/);
  });
});
