import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVisitor, openChromium } from './chromium';
import { eventsBelow, target, uniquePath } from './server';
import { html, serveWebsite, type Website } from './website';

const server = target();

const bundled = async (file: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [`e2e/apps/${file}`],
    bundle: true,
    format: 'iife',
    write: false,
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    alias: { vue: 'vue/dist/vue.esm-bundler.js' },
  });
  return outputFiles[0]!.text;
};

/** Nobody reads a page in less time, and what was shown for less is no view. */
const READING_MS = 300;

const shows = async (page: Page, title: string): Promise<void> => {
  await page.waitForFunction((expected) => document.title == expected, title);
  const since = await page.evaluate(() => performance.now());
  await page.waitForFunction(
    ([begin, time]) => performance.now() > begin! + time!,
    [since, READING_MS],
  );
};

describe.skipIf(!server)('in Chromium, the router of', () => {
  let browser: Browser;
  let website: Website;
  let visitor: BrowserContext;

  beforeAll(async () => {
    browser = await openChromium();
    const apps: Record<string, string> = {
      react: await bundled('react.js'),
      vue: await bundled('vue.js'),
    };
    website = await serveWebsite(server!, {}, (asked) => {
      const [, , app = ''] = asked.split('/');
      return {
        html: html(`<div id="app"></div><script>${apps[app] ?? ''}</script>`).replace(
          'A page',
          'Home',
        ),
      };
    });
    visitor = await newVisitor(browser);
  });
  afterAll(async () => {
    website.close();
    await browser.close();
  });

  it.each(['react', 'vue'])('%s: each page once, under its own title', async (app) => {
    const path = uniquePath();
    const base = `${path}/${app}`;
    const page = await visitor.newPage();
    await page.goto(website.origin + base + '/');
    // The address of this page replaces itself: a redirection.
    for (const link of ['about', 'moved', 'about']) {
      await page.click(`#${link}`);
      await shows(page, link == 'about' ? 'About' : 'New place');
    }
    await page.goBack();
    await shows(page, 'New place');
    const views = async (): Promise<string[]> =>
      (await eventsBelow(server!, path))
        .filter(({ name }) => name == 'page_view')
        .map(({ pagePath, pageTitle }) => `${pagePath?.slice(base.length)} ${pageTitle}`);
    await expect
      .poll(views, { timeout: 20_000 })
      .toEqual(['/ Home', '/about About', '/new New place', '/about About', '/new New place']);
  });
});
