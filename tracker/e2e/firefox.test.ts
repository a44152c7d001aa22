import { existsSync } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsBelow, target, uniquePath } from './server';
import { html, serveWebsite, type Website } from './website';

const EXECUTABLE = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
const server = target();
const patient = { timeout: 20_000 };

/** Over WebDriver BiDi. */
const openFirefox = (extraPrefsFirefox: Record<string, unknown> = {}): Promise<Browser> =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: EXECUTABLE,
    headless: true,
    extraPrefsFirefox,
  });

describe.skipIf(!server || !existsSync(EXECUTABLE))('in Firefox, what arrives', () => {
  let browser: Browser;
  let website: Website;

  beforeAll(async () => {
    browser = await openFirefox();
    website = await serveWebsite(server!, {}, () => ({ html: html('<p>Text</p>') }));
  });
  afterAll(async () => {
    website.close();
    await browser.close();
  });

  const names = async (path: string): Promise<string[]> =>
    (await eventsBelow(server!, path)).map(({ name }) => name);
  const visit = async (path: string, inside = browser): Promise<Page> => {
    const page = await inside.newPage();
    await page.goto(website.origin + path);
    return page;
  };

  it('is a page view, with a cookie that lasts', async () => {
    const path = uniquePath();
    const page = await visit(path);
    await expect.poll(() => names(path), patient).toEqual(['page_view']);
    const [view] = await eventsBelow(server!, path);
    expect(await page.evaluate(() => document.cookie)).toBe(`_ff=${view?.visitorId ?? ''}`);
    await page.close();
  });

  it('is each page of a single-page application', async () => {
    const path = uniquePath();
    const page = await visit(path);
    await expect.poll(() => names(path), patient).toEqual(['page_view']);
    await page.evaluate(() => history.pushState({}, '', location.pathname + '/second'));
    await expect.poll(() => names(path + '/second'), patient).toContain('page_view');
    await page.evaluate(() => history.back());
    await expect
      .poll(async () => (await names(path)).filter((name) => name == 'page_view').length, patient)
      .toBe(3);
    await page.close();
  });

  it('holds what happened just before the page was left', async () => {
    const path = uniquePath();
    const page = await visit(path);
    await expect.poll(() => names(path), patient).toEqual(['page_view']);
    await page.evaluate(() => window.footfall?.track?.('last words'));
    await page.goto('about:blank');
    await expect.poll(() => names(path), patient).toContain('last words');
    await expect.poll(() => names(path), patient).toContain('user_engagement');
    await page.close();
  });

  it('comes from a browser that allows no storage', async () => {
    const closed = await openFirefox({ 'network.cookie.cookieBehavior': 2 });
    const path = uniquePath();
    const page = await visit(path, closed);
    expect(
      await page.evaluate(() => {
        try {
          return localStorage.length;
        } catch (error) {
          return (error as Error).name;
        }
      }),
    ).toBe('SecurityError');
    await page.evaluate(() => window.footfall?.track?.('later'));
    await expect.poll(() => names(path), patient).toEqual(['page_view', 'later']);
    const events = await eventsBelow(server!, path);
    expect(new Set(events.map(({ visitorId }) => visitorId)).size).toBe(1);
    await closed.close();
  });
});
