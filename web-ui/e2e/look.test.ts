import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openSite, target } from './harness';
import { axe, overflow, settled } from './people';
import { createVisitedSite } from './seed';

const server = target();
const PAGES = [
  ['overview', () => '/'],
  ['dashboard', (site: string) => `/sites/${site}?range=TODAY`],
  [
    'filtered',
    (site: string) => `/sites/${site}?range=TODAY&f=PAGE:/pricing&f=CHANNEL~IS_NOT:Direct`,
  ],
  ['table', (site: string) => `/sites/${site}?range=TODAY&details=page`],
  ['empty', (site: string) => `/sites/${site}?range=YESTERDAY`],
  ['realtime', (site: string) => `/sites/${site}/realtime`],
  ['pipeline', () => '/pipeline'],
] as const;
const LOOKS = [1440, 360].flatMap((width) =>
  (['light', 'dark'] as const).map((theme) => [width, theme] as const),
);

describe.skipIf(!server)('each page', () => {
  let browser: Browser;
  let siteId: string;
  beforeAll(async () => {
    siteId = await createVisitedSite(server!);
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each(
    PAGES.flatMap(([name, path]) =>
      LOOKS.map(([width, theme]) => [name, width, theme, path] as const),
    ),
  )('%s fits at %i px, %s, and can be used by everybody', async (_, width, theme, path) => {
    const page = await openSite(browser, server!, path(siteId), width, theme);
    await settled(page);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await settled(page);
    expect(await overflow(page)).toBeLessThanOrEqual(0);
    expect(await axe(page)).toEqual([]);
    await page.context().close();
  });
});
