import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { launch } from '../scripts/chromium';

export interface Target {
  url: string;
  key: string;
  siteId: string;
}

/** The server under test; its site has to accept pages of 127.0.0.1. */
export const target = (): Target | undefined => {
  const {
    FOOTFALL_URL: url,
    FOOTFALL_KEY: key,
    FOOTFALL_SITE: siteId,
  } = process.env as Record<string, string | undefined>;
  if (url && key && siteId) return { url: url.replace(/\/$/, ''), key, siteId };
  console.warn('skipped: FOOTFALL_URL, FOOTFALL_KEY and FOOTFALL_SITE name the server to test');
  return undefined;
};

/** An ordinary visitor: automated browsers are counted as bots, and bots are not live visitors. */
const VISITOR_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export const openBrowser = (): Promise<Browser> =>
  launch(['--disable-blink-features=AutomationControlled']);

export const newVisitor = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ userAgent: VISITOR_AGENT });

export interface Website {
  origin: string;
  close: () => void;
}

/** Pages on a port of their own that hold the snippet and nothing else. */
export const serveWebsite = async ({ url, siteId }: Target): Promise<Website> => {
  const server: Server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><title>e2e</title><script defer src="${url}/s/${siteId}.js"></script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
};

export const openSite = async (
  browser: Browser,
  { url, key }: Pick<Target, 'url' | 'key'>,
  path: string,
  width = 1440,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  await page.goto(`${url}${path}#key=${key}`);
  return page;
};

interface Frame {
  id?: string;
  type: string;
  payload?: { query?: string };
}

/**
 * When the server has begun the subscription of the feed on a page that is not open yet. It does not say so, but
 * it looks after all subscriptions of a socket in turn: whoever has had two answers since has come after the feed.
 */
const feedStands = (page: Page): Promise<void> =>
  new Promise((resolve) => {
    const read = ({ payload }: { payload: string | Buffer }): Frame =>
      JSON.parse(payload.toString()) as Frame;
    page.on('websocket', (socket) => {
      let feed: string | undefined;
      let answers = 0;
      socket.on('framesent', (frame) => {
        const { id, payload } = read(frame);
        if (payload?.query?.includes('subscription LiveEvents')) feed = id;
      });
      socket.on('framereceived', (frame) => {
        const { id, type } = read(frame);
        if (feed && type === 'next' && id !== feed && ++answers === 2) resolve();
      });
    });
  });

/** A page whose feed shows all that happens from now on. */
export const openRealtime = async (
  browser: Browser,
  { url, key, siteId }: Target,
): Promise<Page> => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const stands = feedStands(page);
  await page.goto(`${url}/sites/${siteId}/realtime#key=${key}`);
  await page.getByTestId('live-feed').waitFor();
  await stands;
  return page;
};

/** A path that nobody else visits. */
export const uniquePath = (): string => `/e2e-${Math.random().toString(36).slice(2, 10)}`;

/** Milliseconds since the epoch at which the feed shows `text`; call before it can happen. */
export const feedShows = (dashboard: Page, text: string): Promise<number> =>
  dashboard.evaluate(
    (wanted) =>
      new Promise<number>((resolve, reject) => {
        const feed = document.querySelector('[data-testid="live-feed"]')!;
        const done = (): boolean => {
          const found = feed.textContent.includes(wanted);
          if (found) resolve(Date.now());
          return found;
        };
        if (done()) return;
        const observer = new MutationObserver(() => {
          if (done()) observer.disconnect();
        });
        observer.observe(feed, { childList: true, subtree: true, characterData: true });
        setTimeout(() => reject(new Error(`the feed never showed ${wanted}`)), 20_000);
      }),
    text,
  );

export interface SentEvent {
  id: string;
  name: string;
  properties: Record<string, unknown>;
}

export const isCollect = (url: string): boolean => new URL(url).pathname === '/api/collect';

export const eventsOf = (request: Request): SentEvent[] =>
  (JSON.parse(request.postData() ?? '{"events":[]}') as { events: SentEvent[] }).events;
