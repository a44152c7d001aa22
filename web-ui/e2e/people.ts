import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';

export const PASSWORD = 'brine lantern otter 41';

/** Errors of the page, violations of its policy among them. */
export const noteErrors = (page: Page): string[] => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text()))
      errors.push(message.text());
  });
  return errors;
};

export const signIn = async (page: Page, url: string, email: string): Promise<void> => {
  await page.goto(url + '/sign-in');
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
};

/** A page of its own for somebody who is signed in. */
export const pageOf = async (
  browser: Browser,
  url: string,
  email: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await signIn(page, url, email);
  await page.waitForURL((at) => at.pathname === '/');
  await page.getByRole('button', { name: /^Account:/ }).waitFor();
  return page;
};

/** The code that an authenticator shows now, or some steps of thirty seconds later. */
export const totp = (secret: string, later = 0): string => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(secret.replace(/=+$/, ''))
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash[19]! & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string }[];
}

/** What axe finds that is serious or worse. */
export const axe = async (page: Page): Promise<string[]> => {
  // By the protocol, not by an element: the page's policy lets no foreign script in.
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const tool = (window as unknown as { axe: { run: () => Promise<{ violations: unknown }> } })
      .axe;
    return (await tool.run()).violations as Violation[];
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
};

/** Waits until all that is on screen is loaded and nothing moves, except what always does. */
export const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    const loads = (element: Element): boolean => {
      const { top, bottom } = element.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    };
    const moves = (animation: Animation): boolean =>
      animation.playState === 'running' &&
      animation.effect?.getComputedTiming().endTime !== Infinity;
    const isStill = (): boolean =>
      document.fonts.status === 'loaded' &&
      ![...document.querySelectorAll('[aria-busy=true], div.animate-breathe')].some(loads) &&
      !document.getAnimations().some(moves);
    for (let frames = 0; frames < 2; frames = isStill() ? frames + 1 : 0)
      await new Promise(requestAnimationFrame);
  });
};

export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
