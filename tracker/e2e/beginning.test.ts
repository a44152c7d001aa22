import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVisitor, openChromium } from './chromium';
import { eventsBelow, target, uniquePath } from './server';
import { html, serveWebsite, type Website } from './website';

const server = target();

describe.skipIf(!server)('what happens in Chromium before the first idle moment', () => {
  let browser: Browser;
  let website: Website;

  beforeAll(async () => {
    browser = await openChromium();
    website = await serveWebsite(
      server!,
      { modules: ['leads'], config: { leads: [['f']] } },
      () => ({
        html: html(
          `<a id="out" href="http://elsewhere.invalid/">Out</a><form id="f"><input id="field"></form>`,
        ),
      }),
    );
  });
  afterAll(async () => {
    website.close();
    await browser.close();
  });

  it.each<[string, () => void, string[]]>([
    ['nothing but leaving', () => undefined, ['page_view']],
    [
      'a click',
      () => {
        document.getElementById('out')?.click();
      },
      ['page_view', 'outbound_click'],
    ],
    [
      'a form',
      () => {
        document.querySelector('form')?.requestSubmit();
      },
      ['page_view', 'form_submit', 'generate_lead'],
    ],
    [
      'a navigation',
      () => {
        history.pushState(null, '', location.pathname + '/next');
      },
      ['page_view', 'page_view'],
    ],
    [
      'a call',
      () => {
        window.footfall?.track?.('signup');
      },
      ['page_view', 'signup'],
    ],
  ])('is kept: %s', async (_, act, expected) => {
    const path = uniquePath();
    const page = await (await newVisitor(browser)).newPage();
    await page.addInitScript(() => {
      window.requestIdleCallback = () => 0;
    });
    await page.goto(website.origin + path);
    await page.evaluate(() => {
      for (const type of ['click', 'submit'])
        document.addEventListener(type, (event) => event.preventDefault());
    });
    await page.evaluate(act);
    await page.goto('about:blank');
    const names = async (): Promise<string[]> =>
      (await eventsBelow(server!, path))
        .map(({ name }) => name)
        .filter((name) => name != 'user_engagement')
        .sort();
    await expect.poll(names, { timeout: 20_000 }).toEqual([...expected].sort());
    await page.close();
  });
});
