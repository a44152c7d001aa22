import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newVisitor, openChromium } from './chromium';
import { changeSite, createSite, eventsBelow, target, type Arrived, type Target } from './server';
import { html, serveWebsite, type Website } from './website';

const server = target();
const patient = { timeout: 20_000 };

const BODY = `<a id="out" href="http://elsewhere.invalid/">Out</a>
  <button id="cta" data-footfall-event="cta">Go</button>
  <form id="contact"></form><form id="other"></form>`;

describe.skipIf(!server)('what a site is set to, in Chromium', () => {
  let browser: Browser;
  let website: Website;
  let visitor: BrowserContext;
  let page: Page;
  let site: Target;
  /** Where the page takes its script from. */
  let script: string;

  beforeAll(async () => {
    browser = await openChromium();
    website = await serveWebsite(server!, {}, () => ({
      html: html(BODY, `<script defer src="${server!.url}${script}"></script>`),
    }));
  });
  beforeEach(async () => {
    site = await createSite(server!);
    script = `/s/${site.siteId}.js`;
    visitor = await newVisitor(browser);
    page = await visitor.newPage();
    return () => visitor.close();
  });
  afterAll(async () => {
    website.close();
    await browser.close();
  });

  const open = async (path: string): Promise<void> => {
    await page.goto(website.origin + path);
    await page.evaluate(() => {
      for (const type of ['click', 'submit'])
        document.addEventListener(type, (event) => event.preventDefault());
    });
  };
  /** Sends what happened and, after all of it, an event that tells that everything has arrived. */
  const arrived = async (): Promise<Arrived[]> => {
    await page.evaluate(() => {
      window.footfall?.track?.('end');
      window.footfall?.consent?.('granted');
    });
    const events = (): Promise<Arrived[]> => eventsBelow(site, '/');
    await expect
      .poll(async () => (await events()).map(({ name }) => name), patient)
      .toContain('end');
    return (await events()).filter(({ name }) => !['end', 'user_engagement'].includes(name));
  };
  const names = (events: Arrived[]): string[] => events.map(({ name }) => name);

  it('an event that is off is not sent, and none is lost besides', async () => {
    await changeSite(site, { tracking: { eventsOff: ['outbound_click'] } });
    await open('/');
    for (const place of ['#out', '#cta']) await page.click(place);
    expect(names(await arrived())).toEqual(['page_view', 'cta']);
  });

  it('leaves out paths, and no others', async () => {
    await changeSite(site, { tracking: { excludedPaths: ['/admin/*'] } });
    await open('/admin/users');
    await page.click('#cta');
    await open('/shop');
    const events = await arrived();
    expect(names(events)).toEqual(['page_view']);
    expect(events[0]?.pagePath).toBe('/shop');
  });

  it('hashes paths, and then neither address nor title leaves the browser', async () => {
    await changeSite(site, { tracking: { hashPaths: true } });
    const bodies: string[] = [];
    page.on('request', (request) => bodies.push(request.postData() ?? ''));
    await open('/patients/ada?utm_source=news');
    const [view] = await arrived();
    expect(view).toMatchObject({ name: 'page_view', pageUrl: null, pageTitle: null });
    expect(view?.pagePath).toMatch(/^\/~[0-9a-f]{16}$/);
    expect(bodies.join()).toContain('page_view');
    expect(bodies.join()).not.toMatch(/patients|A page/);
  });

  it('makes properties of parameters and of the data layer', async () => {
    await changeSite(site, {
      tracking: {
        urlProperties: [{ from: 'ref_id', property: 'partner' }],
        dataLayerProperties: [{ from: 'user.plan', property: 'plan' }],
      },
    });
    await page.addInitScript('window.dataLayer = [{ user: { plan: "pro" } }]');
    await open('/?ref_id=acme');
    const [view] = await arrived();
    expect(view?.properties).toMatchObject({ partner: 'acme', plan: 'pro' });
  });

  it('counts the forms that are named as leads, and no others', async () => {
    await changeSite(site, { leads: [{ form: 'contact', leadType: 'demo', leadValue: 40 }] });
    await open('/');
    await page.evaluate(() =>
      document.querySelectorAll('form').forEach((form) => form.requestSubmit()),
    );
    const events = await arrived();
    expect(names(events).sort()).toEqual([
      'form_submit',
      'form_submit',
      'generate_lead',
      'page_view',
    ]);
  });

  it('sends nothing by itself where the page wants to', async () => {
    await changeSite(site, { tracking: { autoTrack: false } });
    await open('/');
    await page.evaluate(() => window.footfall?.trackPageView?.({ plan: 'pro' }));
    const events = await arrived();
    expect(names(events)).toEqual(['page_view']);
    expect(events[0]?.properties).toMatchObject({ plan: 'pro' });
  });

  it('is found under the names that were chosen for it, and under no other', async () => {
    const own = site.siteId.slice(0, 8);
    await changeSite(site, {
      tracking: { scriptPath: `/${own}/app.js`, endpointPath: `/${own}/e` },
    });
    script = `/${own}/app.js`;
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().startsWith(server!.url)) asked.push(new URL(request.url()).pathname);
    });
    await open('/');
    expect(names(await arrived())).toEqual(['page_view']);
    expect(new Set(asked)).toEqual(new Set([`/${own}/app.js`, `/${own}/e`]));
  });
});
