import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FEED_MAX } from '../src/live/feed';
import { feedShows, openBrowser, openRealtime, target, uniquePath } from './harness';
import { createSite, send, view } from './seed';

const server = target();
const PER_SECOND = 200;
/** `make soak` makes it ten minutes. */
const SECONDS = Number(process.env['FOOTFALL_FEED_SECONDS'] ?? 60);
const GROWTH_MAX_BYTES = 12e6;

const heap = async (session: CDPSession): Promise<number> => {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number };
  return usedSize;
};

describe.skipIf(!server)('the live feed', () => {
  let browser: Browser;
  let other: Browser;
  let page: Page;
  let second: Page;
  let siteId: string;

  beforeAll(async () => {
    siteId = await createSite(server!);
    browser = await openBrowser();
    other = await openBrowser();
    page = await openRealtime(browser, { ...server!, siteId });
    second = await openRealtime(other, { ...server!, siteId });
  });
  afterAll(async () => {
    await browser.close();
    await other.close();
  });

  it('shows an event in two browsers within two seconds', async () => {
    const path = uniquePath();
    const seen = [feedShows(page, path), feedShows(second, path)];
    const sent = Date.now();
    await send(server!, siteId, { visitor: 'one', events: [view(path, { plan: 'pro' })] });
    for (const at of await Promise.all(seen)) expect(at - sent).toBeLessThan(2000);
    await expect.poll(() => page.getByTestId('active-visitors').innerText()).toContain('1');
    await page.getByTestId('visitors').getByText(path).waitFor();
  });

  it('tells all of an event', async () => {
    await page.getByTestId('feed-rows').getByRole('button').first().click();
    const drawer = page.getByTestId('event-drawer');
    await drawer.getByText('plan').first().waitFor();
    await drawer.getByText('user_agent').waitFor();
    await drawer.getByRole('button', { name: 'Close' }).click();
  });

  it('holds the feed while paused', async () => {
    const feed = page.getByTestId('live-feed');
    await feed.getByRole('button', { name: 'Pause' }).click();
    const before = await feed.getByTestId('feed-rows').innerText();
    const path = uniquePath();
    await send(server!, siteId, { visitor: 'two', events: [view(path)] });
    await feed.getByRole('button', { name: /Resume \(1 new\)/ }).waitFor();
    expect(await feed.getByTestId('feed-rows').innerText()).toBe(before);
    const shown = feedShows(page, path);
    await feed.getByRole('button', { name: /Resume/ }).click();
    await shown;
  });

  it('is narrowed to an event', async () => {
    await send(server!, siteId, {
      visitor: 'three',
      events: [{ name: 'sign_up', properties: { url: 'https://e2e.example/joined' } }],
    });
    await feedShows(page, '/joined');
    await page.goto(`${server!.url}/sites/${siteId}/realtime?event=sign_up`);
    await page.getByTestId('live-feed').waitFor();
    await feedShows(page, '/joined');
    expect(await page.getByTestId('feed-rows').getByRole('button').count()).toBe(1);
    await page.goto(`${server!.url}/sites/${siteId}/realtime`);
    await page.getByTestId('live-feed').waitFor();
  });

  it('saves what it shows', async () => {
    const feed = page.getByTestId('live-feed');
    await feed.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('events.csv');
  });

  it(
    `keeps the heap flat under ${PER_SECOND} events a second`,
    async () => {
      const session = await page.context().newCDPSession(page);
      let count = 0;
      const burst = async (seconds: number): Promise<void> => {
        for (let second = 0; second < seconds; second++) {
          const started = Date.now();
          await send(server!, siteId, {
            visitor: `flood-${count}`,
            events: Array.from({ length: PER_SECOND }, () => view(`/flood/${count++}`)),
          });
          await page.waitForTimeout(Math.max(0, 1000 - (Date.now() - started)));
        }
      };
      await burst(8);
      const before = await heap(session);
      await burst(SECONDS);
      const after = await heap(session);
      console.log(`heap: ${(before / 1e6).toFixed(1)} MB, then ${(after / 1e6).toFixed(1)} MB`);
      expect(after - before).toBeLessThan(GROWTH_MAX_BYTES);
      const rows = await page.getByTestId('feed-rows').getByRole('button').count();
      expect(rows).toBeLessThanOrEqual(FEED_MAX);
    },
    (SECONDS + 60) * 1000,
  );
});
