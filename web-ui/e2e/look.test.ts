import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openSite, target } from './harness';
import { createVisitedSite } from './seed';

const server = target();
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
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

interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string }[] }[];
}

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
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.waitForTimeout(700);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: { run: () => Promise<AxeResult> } }).axe.run(),
    );
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(({ html }) => html.slice(0, 160))]);
    expect(serious).toEqual([]);
    await page.context().close();
  });
});
