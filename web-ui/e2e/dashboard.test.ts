import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PANELS } from '../src/dashboard/panels';
import { openBrowser, openSite, target } from './harness';
import { createVisitedSite, send, VISITS } from './seed';

const server = target();
const PHONE = { width: 360, height: 740 };

const figure = (page: Page, metric: string): Promise<number> =>
  page
    .getByTestId(`card-${metric}`)
    .getByTestId('card-value')
    .getAttribute('data-exact')
    .then(Number);
const shows = (page: Page, metric: string, value: number): Promise<void> =>
  expect.poll(() => figure(page, metric), { timeout: 10_000 }).toBe(value);

describe.skipIf(!server)('the dashboard', () => {
  const errors: string[] = [];
  let browser: Browser;
  let page: Page;
  let siteId: string;
  const open = (search = ''): Promise<unknown> =>
    page.goto(`${server!.url}/sites/${siteId}?range=TODAY${search && '&' + search}`);
  const panel = (id: string) => page.getByTestId(`panel-${id}`);
  const row = (id: string, name: string) =>
    panel(id).getByTestId('breakdown-row').filter({ hasText: name }).first();

  beforeAll(async () => {
    siteId = await createVisitedSite(server!);
    browser = await openBrowser();
    page = await openSite(browser, server!, `/sites/${siteId}?range=TODAY`);
    page.on('pageerror', (error) => errors.push(error.message));
    await page.getByTestId('card-VISITORS').waitFor();
  });
  afterAll(() => browser.close());

  it('takes the key out of the address', () => {
    expect(page.url()).not.toContain('key=');
  });

  it('counts exactly who came', async () => {
    await shows(page, 'VISITORS', 40);
    await shows(page, 'SESSIONS', 40);
    await shows(page, 'PAGEVIEWS', 80);
  });

  it('counts who comes meanwhile, without a reload', async () => {
    await send(server!, siteId, { ...VISITS[1]!, visitor: 'late' });
    await shows(page, 'VISITORS', 41);
  });

  it('stands still while updates are paused', async () => {
    await page.getByRole('switch', { name: 'Live updates' }).click();
    const witness = await openSite(browser, server!, `/sites/${siteId}?range=TODAY`);
    await shows(witness, 'VISITORS', 41);
    await send(server!, siteId, { ...VISITS[1]!, visitor: 'later' });
    await shows(witness, 'VISITORS', 42);
    expect(await figure(page, 'VISITORS')).toBe(41);
    await witness.context().close();
    await page.getByRole('switch', { name: 'Live updates' }).click();
    await shows(page, 'VISITORS', 42);
  });

  it('draws the chosen metric, says each point, and offers all as a table', async () => {
    await page.getByTestId('card-PAGEVIEWS').click();
    await expect.poll(() => page.url()).toContain('metric=PAGEVIEWS');
    const chart = page.getByTestId('chart');
    // In the first hour of a day there is one point, and no line yet.
    await chart.locator('svg :is(path, circle)').first().waitFor();
    await chart.focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByTestId('chart-value').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Show as a table' }).click();
    expect(await page.getByRole('row').count()).toBeGreaterThan(2);
    await page.reload();
    await page.getByRole('region', { name: 'Pageviews over time' }).waitFor();
    await page.getByRole('button', { name: 'Show as a table' }).click();
  });

  it('says what a figure counts: to a mouse, to the keyboard and to a finger', async () => {
    const meaning = page.getByRole('tooltip').getByText(/no key event/);
    await page.getByTestId('card-BOUNCE_RATE').hover();
    await meaning.waitFor();
    await page.keyboard.press('Escape');
    await meaning.waitFor({ state: 'hidden' });
    await page.getByTestId('card-VIEWS_PER_SESSION').focus();
    await page.keyboard.press('Tab');
    await meaning.waitFor();

    const context = await browser.newContext({ hasTouch: true, viewport: PHONE });
    const phone = await context.newPage();
    await phone.goto(`${server!.url}/sites/${siteId}?range=TODAY#key=${server!.key}`);
    await phone.getByTestId('card-BOUNCE_RATE').tap();
    await phone
      .getByRole('tooltip')
      .getByText(/no key event/)
      .waitFor();
    await context.close();
  });

  it('keeps the choice of cards for the site', async () => {
    await page.getByRole('button', { name: 'Choose metrics' }).click();
    await page
      .getByRole('checkbox', { name: /^Revenue Value|^Revenue/ })
      .first()
      .check();
    await page.keyboard.press('Escape');
    await shows(page, 'REVENUE', 50);
    await page.reload();
    await shows(page, 'REVENUE', 50);
  });

  it.each(PANELS.flatMap(({ id, tabs }) => tabs.map((tab) => [id, tab.id] as const)))(
    'answers in the panel %s: %s',
    async (id, tab) => {
      await open(`tab=${tab}`);
      const body = panel(id);
      await body.scrollIntoViewIfNeeded();
      await body
        .getByTestId('breakdown-row')
        .or(body.getByText('Nothing here in this range'))
        .or(body.getByTestId('world-map'))
        .first()
        .waitFor();
      expect(await body.getByRole('alert').count()).toBe(0);
    },
  );

  it('narrows everything by a click on a row, and widens by another', async () => {
    await open('tab=source');
    await row('sources', 'google').click();
    await page.getByTestId('filter-chip').waitFor();
    expect(decodeURIComponent(page.url())).toContain('f=SOURCE:google');
    await shows(page, 'VISITORS', 10);
    await page
      .getByTestId('filter-chip')
      .getByRole('button', { name: /Remove/ })
      .click();
    await shows(page, 'VISITORS', 42);
  });

  it('shows the versions of a chosen browser', async () => {
    await open('tab=browser');
    await panel('devices').scrollIntoViewIfNeeded();
    await row('devices', 'Firefox').click();
    await row('devices', '143.0').waitFor();
    await panel('devices')
      .getByRole('button', { name: /Firefox/ })
      .first()
      .click();
    await row('devices', 'Chrome').waitFor();
  });

  it('filters by weekday and hour', async () => {
    await open();
    const grid = page.getByTestId('hour-grid');
    await panel('hours').scrollIntoViewIfNeeded();
    await grid.waitFor();
    await grid
      .getByRole('button', { name: /: 4\d$/ })
      .first()
      .click();
    await expect.poll(() => page.getByTestId('filter-chip').count()).toBe(2);
    await shows(page, 'VISITORS', 42);
  });

  it('builds filters with groups, and edits them', async () => {
    await open();
    await shows(page, 'VISITORS', 42);
    await page.locator('body').press('/');
    const dialog = page.getByRole('dialog', { name: 'Filter' });
    await dialog.getByRole('combobox', { name: 'Operator' }).selectOption('CONTAINS');
    await dialog.getByRole('combobox', { name: 'Values' }).fill('/blog');
    // Pressed for long: what is pressed stays under the pointer.
    await dialog.getByRole('button', { name: 'Group', exact: true }).click({ delay: 400 });
    const group = dialog.getByRole('group', { name: 'Group' });
    await group.getByRole('combobox', { name: 'Filter by' }).selectOption('BROWSER');
    await group.getByRole('combobox', { name: 'Values' }).fill('Fire');
    await group.getByRole('option', { name: /Firefox/ }).click();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(() => page.getByTestId('filter-chip').count()).toBe(2);
    const firefox = VISITS.filter(({ agent }) => agent === 'firefox').length;
    await shows(page, 'VISITORS', firefox);
    await page.reload();
    await shows(page, 'VISITORS', firefox);

    await page.getByTestId('filter-chip').last().getByRole('button').first().click();
    await group.getByRole('combobox', { name: 'How the group holds' }).selectOption('not');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await shows(page, 'VISITORS', 42 - firefox);
    await page.locator('body').press('Escape');
    await shows(page, 'VISITORS', 42);
  });

  it('filters by a property', async () => {
    await open('tab=property&property=plan');
    await panel('events').scrollIntoViewIfNeeded();
    await row('events', 'free').click();
    await shows(page, 'VISITORS', VISITS.filter((_, index) => index % 10 === 0).length);
  });

  it.each(['PREVIOUS_YEAR', 'SAME_WEEKDAYS', 'CUSTOM&with=2020-01-01,2020-01-01', 'none'])(
    'compares with %s',
    async (compare) => {
      await open(`compare=${compare}`);
      await shows(page, 'VISITORS', 42);
      const label = compare === 'none' ? 'No comparison' : /Compare: (?!Previous period)/;
      await page.getByRole('button', { name: label }).waitFor();
    },
  );

  it('counts bots where they are asked for', async () => {
    await open();
    await panel('bots').scrollIntoViewIfNeeded();
    await panel('bots').getByText('Googlebot').waitFor();
    await panel('bots')
      .getByRole('button', { name: /^Details/ })
      .click();
    const programs = page.getByRole('dialog', { name: 'Bot' });
    await expect
      .poll(() => programs.getByTestId('details-row').allInnerTexts())
      .toEqual(['Googlebot']);
    await page.keyboard.press('Escape');
    await page.getByRole('switch', { name: 'Include bots' }).click();
    await shows(page, 'VISITORS', 43);
    await page.getByTestId('bots-chip').getByRole('button').click();
    await shows(page, 'VISITORS', 42);
  });

  it('opens the whole table, searched, sorted and saved', async () => {
    await open();
    await panel('pages')
      .getByRole('button', { name: /^Details/ })
      .click();
    const dialog = page.getByRole('dialog', { name: 'Page' });
    const rows = dialog.getByTestId('details-row');
    await expect.poll(() => rows.count()).toBe(5);
    await dialog.getByRole('searchbox').fill('BLOG');
    await expect.poll(() => rows.count()).toBe(3);
    await expect.poll(() => page.url()).toContain('find=BLOG');
    await dialog.getByRole('button', { name: 'Pageviews' }).click();
    await expect.poll(() => page.url()).toContain('sort=-PAGEVIEWS');
    await dialog.getByRole('button', { name: 'Columns' }).click();
    await dialog.getByRole('checkbox', { name: /^Time on page/ }).check();
    await dialog.getByRole('button', { name: 'Time on page' }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.csv$/);
    await rows.first().click();
    await page.getByTestId('filter-chip').waitFor();
    expect(await dialog.count()).toBe(0);
  });

  it('follows the keyboard', async () => {
    await open();
    await page.getByTestId('card-VISITORS').waitFor();
    for (const [key, range] of [
      ['w', 'LAST_7_DAYS'],
      ['m', 'THIS_MONTH'],
      ['y', 'THIS_YEAR'],
      ['d', 'TODAY'],
    ] as const) {
      await page.locator('body').press(key);
      await expect.poll(() => page.url()).toContain('range=' + range);
    }
    await page.locator('body').press('x');
    await expect.poll(() => page.url()).toContain('compare=none');
    await page.locator('body').press('c');
    await page.getByRole('dialog', { name: 'Range' }).waitFor();
    await page.keyboard.press('Escape');
  });

  it('chooses days in the calendar', async () => {
    await open();
    await page.getByRole('button', { name: /^Range:/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Range' });
    await dialog.getByLabel('From', { exact: true }).fill('2026-01-01');
    await dialog.getByLabel('To', { exact: true }).fill('2026-01-31');
    await dialog.getByRole('button', { name: /^Show/ }).click();
    await expect.poll(() => page.url()).toContain('from=2026-01-01&to=2026-01-31');
  });

  it('saves filters as a segment, and leaves it', async () => {
    await open('f=BROWSER:Firefox');
    const firefox = VISITS.filter(({ agent }) => agent === 'firefox').length;
    await shows(page, 'VISITORS', firefox);
    await page.getByRole('button', { name: 'Segments' }).click();
    await page.getByRole('textbox', { name: 'Name of the segment' }).fill('Foxes');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByTestId('segment-chip').getByText('Foxes').waitFor();
    expect(await page.getByTestId('filter-chip').count()).toBe(0);
    await shows(page, 'VISITORS', firefox);
    await page.getByTestId('segment-chip').getByRole('button').click();
    await shows(page, 'VISITORS', 42);
    await page.getByRole('button', { name: 'Segments' }).click();
    await page.getByRole('button', { name: /^Foxes/ }).click();
    await shows(page, 'VISITORS', firefox);
  });

  it('adds up all sites on the overview, and says how the data flow', async () => {
    await page.goto(server!.url + '/');
    await page.getByTestId('total-EVENTS').waitFor();
    await page.getByTestId('top-sites').getByRole('link').first().waitFor();
    await page.getByTestId('top-sites').getByRole('button', { name: 'Sessions' }).click();
    await expect.poll(() => page.url()).toContain('by=SESSIONS');
    await page
      .getByTestId('live-feed')
      .getByTestId('feed-rows')
      .getByRole('button')
      .first()
      .waitFor();
    await page.getByTestId('health').click();
    await page.getByTestId('flow').getByText('Processed', { exact: true }).waitFor();
    await page.getByTestId('site-flow').getByText('End to end').first().waitFor();
  });

  it('has thrown nothing', () => {
    expect(errors).toEqual([]);
  });
});
