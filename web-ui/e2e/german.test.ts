import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRIC_TEXTS } from '../src/i18n/metrics';
import { PANEL_TEXTS } from '../src/i18n/panels';
import { openBrowser, target } from './harness';
import { axe, overflow, settled } from './people';
import { createVisitedSite } from './seed';

const server = target();
const PAGES = [
  ['overview', () => '/'],
  ['dashboard', (site: string) => `/sites/${site}?range=TODAY`],
  [
    'filtered',
    (site: string) => `/sites/${site}?range=TODAY&f=PAGE:/pricing&f=CHANNEL~IS_NOT:Direct&bots=1`,
  ],
  ['table', (site: string) => `/sites/${site}?range=TODAY&details=page`],
  ['empty', (site: string) => `/sites/${site}?range=YESTERDAY`],
  ['realtime', (site: string) => `/sites/${site}/realtime`],
  ['pipeline', () => '/pipeline'],
  ['sites', () => '/sites'],
  ['settings', (site: string) => `/sites/${site}/settings/tracking`],
] as const;

/** Words that only English texts have, wherever names and examples do not. */
const ENGLISH =
  /\b(the|and|from|with|last|days|visitors|pages|loading|nothing|before|show|filter by|not set)\b/i;

describe.skipIf(!server)('in German', () => {
  let browser: Browser;
  let siteId: string;
  const open = async (path: string, width: number): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, locale: 'de-DE' });
    await page.goto(`${server!.url}${path}#key=${server!.key}`);
    await settled(page);
    return page;
  };

  beforeAll(async () => {
    siteId = await createVisitedSite(server!);
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each(
    PAGES.flatMap(([name, path]) => [1440, 360].map((width) => [name, width, path] as const)),
  )('%s at %i px fits and has no English text', async (_, width, path) => {
    const page = await open(path(siteId), width);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await settled(page);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    const read = await page.evaluate(() => {
      const ATTRIBUTES = ['aria-label', 'title', 'placeholder'];
      const spoken = [...document.querySelectorAll('[aria-label], [title], [placeholder]')].flatMap(
        (element) => ATTRIBUTES.flatMap((name) => element.getAttribute(name) ?? []),
      );
      return [...document.body.innerText.split('\n'), ...spoken];
    });
    expect(read.filter((text) => ENGLISH.test(text) && !text.includes('/'))).toEqual([]);
    expect(await axe(page)).toEqual([]);
    await page.context().close();
  });

  it('writes figures, days and names as Germans do', async () => {
    const page = await open(`/sites/${siteId}?range=TODAY`, 1440);
    await page
      .getByTestId('card-BOUNCE_RATE')
      .getByText(/^\d+,\d\s%/)
      .waitFor();
    await page.getByText(METRIC_TEXTS.de.PAGEVIEWS[0]).first().waitFor();
    const places = page.getByTestId('panel-hours');
    await places.scrollIntoViewIfNeeded();
    await places.getByText(PANEL_TEXTS.de.titles.hours).waitFor();
    await places.getByText('Montag').waitFor({ state: 'attached' });
    await page.getByRole('button', { name: /^Zeitraum:/ }).click();
    await page.getByRole('grid', { name: /Januar|Februar|März|April|Mai|Ju|August|ber/ }).waitFor();
    await page.getByRole('button', { name: 'Zum vorherigen Monat' }).waitFor();
    await page.context().close();
  });

  it('follows the choice of language at once', async () => {
    const page = await open(`/sites/${siteId}?range=TODAY`, 1440);
    await page.getByTestId('card-VISITORS').getByText('Besucher').waitFor();
    await page.getByRole('button', { name: /^Konto:/ }).click();
    await page.getByRole('menuitemradio', { name: /English/ }).click();
    await page.keyboard.press('Escape');
    await page.getByTestId('card-VISITORS').getByText('Visitors').waitFor();
    await page.getByRole('button', { name: /^Range: Today/ }).waitFor();
    await page.context().close();
  });
});
