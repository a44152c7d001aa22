import type { Browser } from 'playwright-core';
import { afterAll, describe, expect, it } from 'vitest';
import { newVisitor, openChromium } from './chromium';
import { eventsBelow, target, uniquePath, type Arrived } from './server';
import { html, serveWebsite, type Page as Answer, type Site, type Website } from './website';

const server = target();
const patient = { timeout: 20_000 };

describe.skipIf(!server)('in Chromium, under special conditions', () => {
  const open: { close: () => unknown }[] = [];
  afterAll(async () => {
    for (const one of open) await one.close();
  });
  const browse = async (without?: string[]): Promise<Browser> => {
    const browser = await openChromium(without);
    open.push(browser);
    return browser;
  };
  const serve = async (site: Site, page: Answer): Promise<Website> => {
    const website = await serveWebsite(server!, site, page);
    open.push(website);
    return website;
  };
  const names = async (path: string): Promise<string[]> =>
    (await eventsBelow(server!, path)).map(({ name }) => name);

  it('a page from the back/forward cache is a new view', async () => {
    const browser = await browse(['--disable-back-forward-cache']);
    const website = await serve({}, (asked) => ({
      html: html(
        `<script>addEventListener('pageshow', (event) => event.persisted &&
          navigator.sendBeacon('/told', 'persisted ${asked}'))</script>`,
      ),
    }));
    const path = uniquePath();
    const page = await (await newVisitor(browser)).newPage();
    const views = async (): Promise<(string | null)[]> =>
      (await eventsBelow(server!, path))
        .filter(({ name }) => name == 'page_view')
        .map(({ pagePath }) => pagePath);
    await page.goto(`${website.origin}${path}/a`);
    await expect.poll(views, patient).toHaveLength(1);
    await page.goto(`${website.origin}${path}/b`);
    await expect.poll(views, patient).toHaveLength(2);
    // The way back never reports a load: what counts is what both servers have heard.
    void page.evaluate(() => history.back()).catch(() => undefined);
    await expect.poll(() => website.told, patient).toEqual([`persisted ${path}/a`]);
    await page.close({ runBeforeUnload: true });
    await expect.poll(views, patient).toEqual([`${path}/a`, `${path}/b`, `${path}/a`]);
    expect(website.asked.get(`${path}/a`)).toBe(1);
  });

  it('a strict policy lets the script and its modules work', async () => {
    const browser = await browse();
    const policy =
      "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic'; " +
      `connect-src 'self' ${server!.url}; base-uri 'none'; require-trusted-types-for 'script'`;
    const website = await serve({ modules: ['errors', 'debug'] }, () => ({
      html: html('', '<script nonce="abc" defer src="/s.js"></script>'),
      headers: { 'content-security-policy': policy },
    }));
    const path = uniquePath();
    const page = await (await newVisitor(browser)).newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() == 'error') complaints.push(message.text());
    });
    await page.goto(website.origin + path);
    await expect
      .poll(() => [...website.asked.keys()].filter((asked) => asked.startsWith('/m/')).length)
      .toBe(2);
    await page.waitForFunction(() => document.body.lastElementChild?.shadowRoot);
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('broken');
      });
    });
    await expect.poll(() => names(path), patient).toEqual(['page_view', 'js_error']);
    expect(complaints).toEqual([]);
  });

  it('a frame without an origin is left alone, and nothing breaks in it', async () => {
    const browser = await browse();
    const website = await serve({}, (asked) => ({
      html: asked.endsWith('/frame')
        ? html(
            '<script>addEventListener("error", () => parent.postMessage("broken", "*"))</script>',
          )
        : html(
            `<script>window.heard = []; onmessage = ({ data }) => heard.push(data)</script>
             <iframe sandbox="allow-scripts" src="${asked}/frame"></iframe>`,
          ),
    }));
    const path = uniquePath();
    const page = await (await newVisitor(browser)).newPage();
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    const refused = page.waitForResponse(
      (response) => response.url().endsWith('/api/collect') && response.status() == 403,
    );
    await page.goto(website.origin + path);
    await refused;
    await expect.poll(() => names(path), patient).toEqual(['page_view']);
    expect(await page.evaluate('heard')).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('a page on the disk breaks nothing', async () => {
    const browser = await browse();
    const website = await serve({}, () => ({ html: '' }));
    const page = await (await newVisitor(browser)).newPage();
    const problems: string[] = [];
    page.on('pageerror', ({ message }) => problems.push(message));
    await page.goto(new URL('apps/react.js', import.meta.url).href);
    await page.addScriptTag({ url: website.origin + '/s.js' });
    await page.evaluate(() => window.footfall?.track?.('x'));
    expect(await page.evaluate(() => typeof window.footfall?.use)).toBe('function');
    expect(problems).toEqual([]);
  });

  it('a consent banner: nothing on the device before, one visitor after', async () => {
    const browser = await browse();
    const website = await serve(
      { config: { consent: 'unknown' }, modules: ['consent'] },
      // A stand-in from https://www.cookiebot.com/en/developer/.
      () => ({
        html: html(`<button>Yes</button><script>
          document.querySelector('button').onclick = () => {
            window.Cookiebot = { hasResponse: true, consent: { statistics: true } };
            dispatchEvent(new Event('CookiebotOnAccept'));
          }</script>`),
      }),
    );
    const path = uniquePath();
    const visitor = await newVisitor(browser);
    const page = await visitor.newPage();
    await page.goto(website.origin + path);
    await expect.poll(() => names(path), patient).toEqual(['page_view']);
    expect(await visitor.cookies(website.origin)).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await page.click('button');
    await page.evaluate(() => history.pushState({}, '', location.pathname + '/after'));
    await expect.poll(() => names(path + '/after'), patient).toContain('page_view');
    const [view] = await eventsBelow(server!, path + '/after');
    const [cookie] = await visitor.cookies(website.origin);
    expect(cookie).toMatchObject({ name: '_ff', value: view?.visitorId, sameSite: 'Lax' });
  });

  it('vitals and a video are measured in a real page', async () => {
    const browser = await browse();
    const website = await serve({ modules: ['vitals', 'video', 'clicks'] }, () => ({
      html: html(`<h1>Large enough to be the largest</h1><button id="b">Push</button>
        <video id="clip" muted></video><script>
        // A second of a canvas, recorded here, so that no file is needed.
        const canvas = document.createElement('canvas');
        const paint = canvas.getContext('2d');
        const recorder = new MediaRecorder(canvas.captureStream(30));
        const parts = [];
        recorder.ondataavailable = ({ data }) => parts.push(data);
        recorder.onstop = () => { clip.src = URL.createObjectURL(new Blob(parts, { type: recorder.mimeType })); };
        recorder.start();
        const begin = performance.now();
        const frame = (now) => {
          paint.fillRect(now % 100, 0, 9, 9);
          if (now - begin < 1200) requestAnimationFrame(frame); else recorder.stop();
        };
        requestAnimationFrame(frame);</script>`),
    }));
    const path = uniquePath();
    const page = await (await newVisitor(browser)).newPage();
    await page.goto(website.origin + path);
    await page.click('#b');
    await page.waitForFunction(() => document.querySelector('video')?.readyState == 4);
    await page.evaluate(() => document.querySelector('video')?.play());
    await page.waitForFunction(() => document.querySelector('video')?.ended);
    await page.goto('about:blank');
    await expect.poll(() => names(path), patient).toContain('web_vitals');
    await expect.poll(() => names(path), patient).toContain('video_complete');
    const events = await eventsBelow(server!, path);
    const one = (name: string): Arrived | undefined => events.find((event) => event.name == name);
    expect(one('click')?.properties).toBeNull();
    expect(one('web_vitals')?.properties).toMatchObject({
      lcp: expect.any(Number) as number,
      fcp: expect.any(Number) as number,
      ttfb: expect.any(Number) as number,
      cls: expect.any(Number) as number,
    });
    expect(events.filter(({ name }) => name == 'video_start')).toHaveLength(1);
  });
});
