import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  eventsOf,
  feedShows,
  isCollect,
  newVisitor,
  openBrowser,
  openRealtime,
  serveWebsite,
  target,
  uniquePath,
  type SentEvent,
  type Website,
} from './harness';

const VISIBLE_MS_MAX = 1000;
const server = target();

describe.skipIf(!server)('a page with the snippet', () => {
  let browser: Browser;
  let website: Website;
  let dashboard: Page;
  let visitor: BrowserContext;
  let path: string;

  beforeAll(async () => {
    browser = await openBrowser();
    website = await serveWebsite(server!);
    dashboard = await openRealtime(browser, server!);
  });
  beforeEach(async () => {
    visitor = await newVisitor(browser);
    path = uniquePath();
    return () => visitor.close();
  });
  afterAll(async () => {
    website.close();
    await browser.close();
  });

  it('is on the live page within a second of its 202', async () => {
    const shown = feedShows(dashboard, path);
    const page = await visitor.newPage();
    const answered = page
      .waitForResponse((response) => isCollect(response.url()))
      .then((response) => ({ status: response.status(), at: Date.now() }));
    await page.goto(website.origin + path);
    const { status, at } = await answered;
    expect(status).toBe(202);
    const delay = (await shown) - at;
    console.log(`live ${delay} ms after the 202`);
    expect(delay).toBeLessThan(VISIBLE_MS_MAX);
  });

  it('is among the live visitors', async () => {
    const page = await visitor.newPage();
    await page.goto(website.origin + path);
    await feedShows(dashboard, path);
    await expect
      .poll(() => dashboard.getByTestId('active-visitors').innerText(), { timeout: 5000 })
      .toMatch(/^[1-9]/);
  });

  it('counts each navigation of a single-page application once', async () => {
    const sent: SentEvent[] = [];
    const page = await visitor.newPage();
    page.on('request', (request) => {
      if (isCollect(request.url())) sent.push(...eventsOf(request));
    });
    await page.goto(website.origin + path);
    const shown = feedShows(dashboard, path + '/second');
    await page.evaluate((base) => {
      history.replaceState({}, '', location.href);
      history.pushState({}, '', base + '/second');
      history.pushState({}, '', base + '/second');
    }, path);
    // Who is back before the tracker has noticed has been nowhere.
    await shown;
    await page.evaluate(() => history.go(-2));
    await expect
      .poll(
        () =>
          sent
            .filter(({ name }) => name === 'page_view')
            .map(({ properties }) => properties['url']),
        { timeout: 10_000 },
      )
      .toEqual([path, path + '/second', path].map((one) => website.origin + one));
    const views = sent.filter(({ name }) => name === 'page_view');
    expect(views[1]?.properties['referrer']).toBe(website.origin + path);
    expect(views.map(({ properties }) => properties['page_view_number'])).toEqual([1, 2, 3]);
  });

  it('sends what is left as a beacon when it is hidden', async () => {
    const page = await visitor.newPage();
    const go = (to: string): Promise<void> =>
      page.evaluate((address) => history.pushState({}, '', address), path + to);
    await page.goto(website.origin + path);
    await go('/second');
    await feedShows(dashboard, path + '/second');
    const shown = ['viewed ' + path + '/last', 'engaged with ' + path + '/second'].map((text) =>
      feedShows(dashboard, text),
    );
    await go('/last');
    await page.goto('about:blank');
    await Promise.all(shown);
  });

  it('tries again after a failure, with the same ids, and is counted once', async () => {
    const tries: SentEvent[][] = [];
    const page = await visitor.newPage();
    await page.route('**/api/collect', async (route) => {
      tries.push(eventsOf(route.request()));
      await (tries.length === 1 ? route.abort('connectionreset') : route.continue());
    });
    const shown = feedShows(dashboard, path);
    await page.goto(website.origin + path);
    await shown;
    expect(tries.length).toBeGreaterThanOrEqual(2);
    expect(tries[1]?.map(({ id }) => id)).toEqual(tries[0]?.map(({ id }) => id));
    const rows = await dashboard.locator(`[data-event-id="${tries[0]?.[0]?.id ?? ''}"]`).count();
    expect(rows).toBe(1);
  });

  it('is one visitor and one session over several pages and tabs', async () => {
    const bodies: { visitor: { id: string }; session: { id: string; number: number } }[] = [];
    visitor.on('request', (request) => {
      if (isCollect(request.url()))
        bodies.push(JSON.parse(request.postData() ?? '{}') as (typeof bodies)[number]);
    });
    for (const place of ['/one', '/two']) {
      const page = await visitor.newPage();
      await page.goto(website.origin + path + place);
      await feedShows(dashboard, path + place);
    }
    expect(new Set(bodies.map((body) => body.visitor.id)).size).toBe(1);
    expect(new Set(bodies.map((body) => body.session.id)).size).toBe(1);
    expect(bodies[0]?.session.number).toBe(1);
    const cookies = await visitor.cookies(website.origin);
    expect(cookies.find(({ name }) => name === '_ff')?.value).toBe(bodies[0]?.visitor.id);
  });

  it('reports what people do on a page', async () => {
    const sent: SentEvent[] = [];
    const page = await visitor.newPage();
    page.on('request', (request) => {
      if (isCollect(request.url())) sent.push(...eventsOf(request));
    });
    await page.goto(website.origin + path);
    await page.evaluate(() => {
      document.body.innerHTML = `<div style="height:4000px">
        <a id="out" href="http://elsewhere.invalid/x">Elsewhere</a>
        <a id="file" href="/report.pdf" download>Report</a>
        <button id="tagged" data-footfall-event="cta" data-footfall-prop-place="top">Go</button>
        <form id="contact" action="/send"><input name="id" id="field"></form></div>`;
      for (const type of ['click', 'auxclick', 'submit'])
        document.addEventListener(type, (event) => event.preventDefault());
    });
    await page.click('#out', { button: 'middle' });
    await page.click('#file');
    await page.click('#tagged');
    await page.fill('#field', 'a secret');
    await page.evaluate(() => document.querySelector('form')?.requestSubmit());
    await page.mouse.wheel(0, 1500);
    await expect
      .poll(() => sent.map(({ name }) => name), { timeout: 10_000 })
      .toEqual(
        expect.arrayContaining([
          'outbound_click',
          'file_download',
          'cta',
          'form_start',
          'form_submit',
          'scroll',
        ]),
      );
    expect(JSON.stringify(sent)).not.toContain('a secret');
    expect(sent.filter(({ name }) => name === 'outbound_click')).toHaveLength(1);
  });
});
