import { chromium, type Browser, type BrowserContext } from 'playwright-core';

/** An ordinary visitor: automated browsers are counted as bots. */
const VISITOR_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export const openChromium = (ignoreDefaultArgs: string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    ignoreDefaultArgs,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-blink-features=AutomationControlled',
    ],
  });

export const newVisitor = (browser: Browser): Promise<BrowserContext> =>
  browser.newContext({ userAgent: VISITOR_AGENT });
