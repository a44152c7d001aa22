import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVisitor, openChromium } from './chromium';
import { eventsBelow, target, uniquePath } from './server';
import { html, serveWebsite, type Website } from './website';

declare global {
  interface Window {
    /** Gives the page the idle moment that it waits for. */
    idle: () => void;
  }
}

const server = target();
const patient = { timeout: 20_000 };

describe.skipIf(!server)('what happens in Chromium before the first idle moment', () => {
  let browser: Browser;
  let website: Website;

  beforeAll(async () => {
    browser = await openChromium();
    website = await serveWebsite(
      server!,
      { modules: ['leads'], config: { leads: [['f']] } },
      (asked) => ({
        html: html(
          `<a id="out" href="http://elsewhere.invalid/">Out</a><form id="f"><input id="field"></form>
          <div style="height:4000px"></div>`,
          asked.endsWith('/calls')
            ? `<script src="/s.js"></script><script data-auto-track="false">footfall.track('signup')</script>`
            : undefined,
        ),
      }),
    );
  });
  afterAll(async () => {
    website.close();
    await browser.close();
  });

  const open = async (path: string): Promise<Page> => {
    const page = await (await newVisitor(browser)).newPage();
    await page.addInitScript(() => {
      const waiting: IdleRequestCallback[] = [];
      window.requestIdleCallback = (action) => waiting.push(action);
      window.idle = () =>
        waiting
          .splice(0)
          .forEach((action) => action({ didTimeout: false, timeRemaining: () => 50 }));
    });
    await page.goto(website.origin + path);
    return page;
  };
  /** Without what depends on how long a test takes. */
  const names = async (path: string): Promise<string[]> =>
    (await eventsBelow(server!, path))
      .map(({ name }) => name)
      .filter((name) => name != 'user_engagement')
      .sort();

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
    const page = await open(path);
    await page.evaluate(() => {
      for (const type of ['click', 'submit'])
        document.addEventListener(type, (event) => event.preventDefault());
    });
    await page.evaluate(act);
    await page.goto('about:blank');
    await expect.poll(() => names(path), patient).toEqual([...expected].sort());
    await page.close();
  });

  it('is kept: the end of a page whose visibility does not change', async () => {
    const path = uniquePath();
    const page = await open(path);
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await expect.poll(() => names(path), patient).toEqual(['page_view']);
    await page.close();
  });

  it('is kept: a call right behind the script, from an element with attributes of its own', async () => {
    const path = uniquePath() + '/calls';
    const page = await open(path);
    await page.goto('about:blank');
    await expect.poll(() => names(path), patient).toEqual(['page_view', 'signup']);
    await page.close();
  });

  it('is kept: how far the page was scrolled', async () => {
    const path = uniquePath();
    const page = await open(path);
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          document.addEventListener('scroll', resolve);
          scrollTo(0, 2000);
        }),
    );
    await expect
      .poll(async () => {
        await page.evaluate(() => window.idle());
        return names(path);
      }, patient)
      .toContain('scroll');
    await page.close();
  });

  it('is sent once: a batch that is under way in the first idle moment', async () => {
    const path = uniquePath();
    const ids: unknown[] = [];
    const page = await open(path);
    let answer: () => void = () => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/collect', async (route) => {
      const { events } = route.request().postDataJSON() as { events: { id: string }[] };
      ids.push(...events.map(({ id }) => id));
      await answered;
      await route.continue();
    });
    await page.evaluate(() => window.footfall?.consent?.('granted'));
    await expect.poll(() => ids.length).toBe(1);
    for (let moment = 0; moment < 4; moment++) await page.evaluate(() => window.idle());
    answer();
    await expect.poll(() => names(path), patient).toEqual(['page_view']);
    await page.evaluate(() => window.footfall?.track?.('signup'));
    await page.evaluate(() => window.footfall?.consent?.('granted'));
    await expect.poll(() => names(path), patient).toEqual(['page_view', 'signup']);
    expect(new Set(ids).size).toBe(ids.length);
    await page.close();
  });
});
