import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVisitor, openChromium } from './chromium';
import { eventsBelow, target, uniquePath } from './server';
import { html, serveWebsite, type Website } from './website';

const server = target();

/** What reads the layout, or the device, at once; and the handlers that must do neither. */
const watch = (): void => {
  const reads: string[] = [];
  let handled: string | undefined;
  const note = (what: string): void => {
    if (handled) reads.push(`${what} in ${handled}`);
  };
  Object.assign(window, { reads });

  const handlers = ['click', 'auxclick', 'scroll', 'submit', 'focusin', 'pointerdown', 'keydown'];
  const add = window.addEventListener.bind(window);
  window.addEventListener = (type: string, listener: unknown, options?: unknown): void => {
    const watched = (event: Event): void => {
      handled = type;
      (listener as (event: Event) => void)(event);
      handled = undefined;
    };
    add(type, handlers.includes(type) ? watched : (listener as EventListener), options as boolean);
  };

  const observe = (owner: object, name: string): void => {
    const property = Object.getOwnPropertyDescriptor(owner, name)!;
    Object.defineProperty(owner, name, {
      ...property,
      get() {
        note(name);
        return property.get!.call(this) as unknown;
      },
      set(value) {
        note(name);
        property.set?.call(this, value);
      },
    });
  };
  observe(Document.prototype, 'cookie');
  for (const name of ['scrollHeight', 'scrollTop', 'clientHeight', 'clientWidth'])
    observe(Element.prototype, name);
  for (const name of ['offsetHeight', 'offsetTop', 'innerText'])
    observe(HTMLElement.prototype, name);
  for (const name of ['scrollY', 'pageYOffset', 'innerHeight', 'innerWidth']) observe(window, name);
  Element.prototype.getBoundingClientRect = function () {
    note('getBoundingClientRect');
    return new DOMRect();
  };

  const real = localStorage;
  const through =
    (trap: 'get' | 'set' | 'deleteProperty' | 'ownKeys') =>
    (...args: unknown[]): unknown => {
      note('localStorage');
      return (Reflect[trap] as (...given: unknown[]) => unknown)(real, ...args.slice(1, 3));
    };
  const device = new Proxy(real, {
    get: through('get'),
    set: through('set'),
    deleteProperty: through('deleteProperty'),
    ownKeys: through('ownKeys'),
  } as ProxyHandler<Storage>);
  Object.defineProperty(window, 'localStorage', {
    get: () => {
      note('localStorage');
      return device;
    },
  });
};

describe.skipIf(!server)('in Chromium, while a handler runs', () => {
  let browser: Browser;
  let website: Website;

  beforeAll(async () => {
    browser = await openChromium();
    website = await serveWebsite(
      server!,
      { modules: ['clicks', 'shop', 'video', 'errors'] },
      () => ({
        html: html(`<div style="height:4000px"><a id="out" href="http://elsewhere.invalid/">Out</a>
        <a id="file" href="/report.pdf">File</a><button id="cta" data-footfall-event="cta">Go</button>
        <form id="form"><input id="field"></form></div>`),
      }),
    );
  });
  afterAll(async () => {
    website.close();
    await browser.close();
  });

  it('neither the device nor the layout is read, and everything is sent', async () => {
    const path = uniquePath();
    const page = await (await newVisitor(browser)).newPage();
    await page.addInitScript(watch);
    await page.goto(website.origin + path);
    await page.evaluate(() => {
      for (const type of ['click', 'auxclick', 'submit'])
        document.addEventListener(type, (event) => event.preventDefault());
    });
    await page.click('#out', { button: 'middle' });
    for (const place of ['#file', '#cta', '#field']) await page.click(place);
    await page.evaluate(() => document.querySelector('form')?.requestSubmit());
    await page.mouse.wheel(0, 3000);
    const names = async (): Promise<string[]> =>
      (await eventsBelow(server!, path)).map(({ name }) => name);
    await expect.poll(names, { timeout: 20_000 }).toContain('scroll');
    for (const name of ['outbound_click', 'file_download', 'cta', 'form_start', 'form_submit'])
      expect(await names()).toContain(name);
    expect(await page.evaluate('reads')).toEqual([]);
  });
});
