import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newVisitor, openChromium } from './chromium';
import { eventsBelow, target, uniquePath, type Arrived } from './server';
import { html, serveWebsite, type Website } from './website';

const server = target();

const ALL = `<div style="height:4000px">
  <a id="out" href="http://elsewhere.invalid/x?y=1"><b>Elsewhere</b></a>
  <a id="file" href="/files/report.pdf" download>Report</a>
  <button id="tagged" data-footfall-event="cta" data-footfall-prop-place="top" data-footfall-prop-lead_value="40">Go</button>
  <form id="contact" name="c" action="/sent"><input id="field"></form>
  <form id="lead" action="/sent" data-footfall-event="generate_lead" data-footfall-prop-lead_type="demo"></form></div>`;

describe.skipIf(!server)('in Chromium, what arrives', () => {
  let browser: Browser;
  let website: Website;
  let visitor: BrowserContext;
  let page: Page;
  let path: string;

  beforeAll(async () => {
    browser = await openChromium();
    website = await serveWebsite(server!, {}, (asked) => ({
      html: html(
        (asked.endsWith('/all') ? ALL : '') + `<a id="next" href="${asked}/next">Next</a>`,
      ),
      status: asked.endsWith('/missing') ? 404 : 200,
    }));
  });
  beforeEach(async () => {
    visitor = await newVisitor(browser);
    page = await visitor.newPage();
    path = uniquePath();
    return () => visitor.close();
  });
  afterAll(async () => {
    website.close();
    await browser.close();
  });

  const arrived = (): Promise<Arrived[]> => eventsBelow(server!, path);
  const names = async (): Promise<string[]> => (await arrived()).map(({ name }) => name);
  const count = async (name: string): Promise<number> =>
    (await names()).filter((one) => one == name).length;
  const waiting = (on: Page): Promise<string[]> =>
    on.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('_ff_q')));
  const patient = { timeout: 20_000 };

  it('is a page view with what the page is', async () => {
    await page.goto(`${website.origin}${path}?utm_source=news`);
    await expect.poll(names, patient).toEqual(['page_view']);
    const [view] = await arrived();
    expect(view).toMatchObject({
      pagePath: path,
      pageUrl: `${website.origin}${path}?utm_source=news`,
      pageTitle: 'A page',
      isBot: false,
    });
    const cookies = await visitor.cookies(website.origin);
    expect(cookies.find(({ name }) => name == '_ff')?.value).toBe(view?.visitorId);
  });

  it('is what a visitor does, each thing once', async () => {
    await page.goto(website.origin + path + '/all');
    await page.evaluate(() => {
      for (const type of ['click', 'auxclick', 'submit'])
        document.addEventListener(type, (event) => event.preventDefault());
    });
    await page.click('#out', { button: 'middle' });
    await page.click('#file');
    await page.click('#tagged');
    await page.fill('#field', 'a secret');
    await page.evaluate(() =>
      document.querySelectorAll('form').forEach((form) => form.requestSubmit()),
    );
    await page.mouse.wheel(0, 1500);
    await expect.poll(() => count('scroll'), patient).toBeGreaterThan(0);
    await page.evaluate(() => history.pushState({}, '', location.pathname + '/second?q=red+shoes'));
    await expect.poll(() => count('search'), patient).toBe(1);
    const events = await arrived();
    const once = (name: string): Arrived => {
      const found = events.filter((event) => event.name == name);
      expect(found, name).toHaveLength(1);
      return found[0]!;
    };
    once('outbound_click');
    once('file_download');
    expect(once('cta').properties).toMatchObject({ place: 'top' });
    once('form_start');
    once('generate_lead');
    once('search');
    once('user_engagement');
    expect(events.filter(({ name }) => name == 'page_view')).toHaveLength(2);
    expect(events.filter(({ name }) => name == 'form_submit')).toHaveLength(2);
    expect(new Set(events.map(({ visitorId }) => visitorId)).size).toBe(1);
    expect(new Set(events.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(JSON.stringify(events)).not.toContain('a secret');
  });

  it('is a 404 for a page that is missing, and for no other', async () => {
    await page.goto(website.origin + path + '/missing');
    await expect.poll(names, patient).toContain('404');
    await page.goto(website.origin + path + '/there');
    await expect.poll(() => count('page_view'), patient).toBe(2);
    expect(await count('404')).toBe(1);
  });

  it('is complete over a slow network and a navigation during the sending', async () => {
    let slow = true;
    await visitor.route('**/api/collect', async (route) => {
      if (slow) await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue().catch(() => undefined);
    });
    const asked = page.waitForRequest('**/api/collect');
    await page.goto(website.origin + path);
    await asked;
    await page.evaluate(() => window.footfall?.track?.('before leaving'));
    await page.click('#next');
    slow = false;
    await expect.poll(() => count('page_view'), patient).toBe(2);
    await expect.poll(() => count('before leaving'), patient).toBe(1);
    const ids = (await arrived()).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds what happened just before a link was followed', async () => {
    await page.goto(website.origin + path);
    await expect.poll(names, patient).toEqual(['page_view']);
    await page.evaluate(() => {
      window.footfall?.track?.('last words');
      document.querySelector<HTMLAnchorElement>('#next')?.click();
    });
    await expect.poll(() => count('last words'), patient).toBe(1);
    await expect.poll(() => count('page_view'), patient).toBe(2);
  });

  it('holds what happened just before the tab was closed', async () => {
    await page.goto(website.origin + path);
    await expect.poll(names, patient).toEqual(['page_view']);
    await page.evaluate(() => window.footfall?.track?.('last words'));
    await page.close({ runBeforeUnload: true });
    await expect.poll(() => count('last words'), patient).toBe(1);
    await expect.poll(() => count('user_engagement'), patient).toBe(1);
  });

  it('waits while there is no network, and arrives once', async () => {
    await page.goto(website.origin + path);
    await expect.poll(names, patient).toEqual(['page_view']);
    await visitor.setOffline(true);
    const failed = page.waitForEvent('requestfailed');
    await page.evaluate(() => {
      window.footfall?.track?.('offline');
      window.footfall?.consent?.('granted');
    });
    await failed;
    await visitor.setOffline(false);
    await expect.poll(() => count('offline'), patient).toBe(1);
    await expect.poll(() => waiting(page)).toEqual([]);
  });

  it('waits on the device after its page was closed without network, and arrives once', async () => {
    await page.goto(website.origin + path);
    await expect.poll(names, patient).toEqual(['page_view']);
    await visitor.setOffline(true);
    await page.evaluate(() => window.footfall?.track?.('offline'));
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
    await visitor.setOffline(false);
    expect(await count('offline')).toBe(0);
    const next = await visitor.newPage();
    await next.goto(website.origin + path + '/next');
    await expect.poll(() => count('offline'), patient).toBe(1);
    await expect.poll(() => count('page_view'), patient).toBe(2);
    expect(await count('user_engagement')).toBe(1);
    await expect.poll(() => waiting(next)).toEqual([]);
  });

  it('is one visitor, one session and one count of page views over two tabs', async () => {
    const numbers: unknown[] = [];
    visitor.on('request', (request) => {
      if (!request.url().endsWith('/api/collect')) return;
      const { events } = JSON.parse(request.postData() ?? '{}') as {
        events: { name: string; properties: Record<string, unknown> }[];
      };
      numbers.push(
        ...events
          .filter(({ name }) => name == 'page_view')
          .map(({ properties }) => properties.page_view_number),
      );
    });
    await page.goto(website.origin + path + '/one');
    await expect.poll(() => count('page_view'), patient).toBe(1);
    const second = await visitor.newPage();
    await second.goto(website.origin + path + '/two');
    await expect.poll(() => count('page_view'), patient).toBe(2);
    await page.evaluate(() => history.pushState({}, '', location.pathname + '/three'));
    await expect.poll(() => count('page_view'), patient).toBe(3);
    expect(numbers).toEqual([1, 2, 3]);
    const events = await arrived();
    expect(new Set(events.map(({ visitorId }) => visitorId)).size).toBe(1);
    expect(new Set(events.map(({ sessionId }) => sessionId)).size).toBe(1);
  });

  it('comes from a page whose storage is blocked, as one visitor of that page', async () => {
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    await page.addInitScript(() => {
      const refuse = (): never => {
        throw new DOMException('denied', 'SecurityError');
      };
      for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, { get: refuse });
      Object.defineProperty(document, 'cookie', { get: refuse, set: refuse });
    });
    await page.goto(website.origin + path);
    await page.evaluate(() => window.footfall?.track?.('later'));
    await expect.poll(names, patient).toEqual(['page_view', 'later']);
    const events = await arrived();
    expect(new Set(events.map(({ visitorId }) => visitorId)).size).toBe(1);
    expect(problems).toEqual([]);
  });

  it('is nothing from a browser that is left out, until it is let in again', async () => {
    await page.goto(`${website.origin}${path}?footfall_ignore=on`);
    await page.goto(`${website.origin}${path}/still`);
    await page.goto(`${website.origin}${path}/again?footfall_ignore=off`);
    await expect.poll(names, patient).toEqual(['page_view']);
    expect((await arrived())[0]?.pagePath).toBe(`${path}/again`);
  });
});
