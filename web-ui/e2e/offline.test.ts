import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './harness';
import { pageOf, PASSWORD } from './people';
import { binary, startInstallation, type Installation } from './server';

const OWNER = 'owner@example.com';

/** Which questions' answers are on the device. */
const kept = (page: Page): Promise<string[]> =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('footfall', 1);
        opening.onsuccess = () => {
          const store = opening.result.transaction('answers').objectStore('answers');
          const keys = store.getAllKeys();
          keys.onsuccess = () =>
            resolve(keys.result.map((key) => /query (\w+)/.exec((key as string[])[1]!)?.[1] ?? ''));
        };
      }),
  );

describe.skipIf(!binary)('offline', () => {
  let installation: Installation;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    installation = await startInstallation();
    browser = await openBrowser();
    installation.run('site', 'create', '--name', 'Kept', '--domain', '127.0.0.1');
    installation.run('user', 'create', '--email', OWNER, '--password', PASSWORD, '--role', 'owner');
    page = await pageOf(browser, installation.url, OWNER);
  });
  afterAll(async () => {
    await browser.close();
    await installation.stop();
  });

  it('shows the last answers, and says so', async () => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.goto(installation.url + '/team');
    await page.getByRole('row', { name: /owner@example\.com/ }).waitFor();
    await page.goto(installation.url + '/sites');
    await page.getByRole('heading', { name: 'Kept' }).waitFor();
    await expect
      .poll(() => kept(page))
      .toEqual(expect.arrayContaining(['Organizations', 'Members', 'OrganizationSites']));
    await page.context().setOffline(true);
    await page.reload();
    await page.getByRole('heading', { name: 'Kept' }).waitFor();
    await page.getByTestId('offline').getByText('Offline').waitFor();
    await page.getByRole('link', { name: 'Team' }).click();
    await page.getByRole('row', { name: /owner@example\.com/ }).waitFor();
  });

  it('changes nothing meanwhile', async () => {
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('E-mail address').fill('eve@example.com');
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByText('The server cannot be reached right now.').waitFor();
    await page.keyboard.press('Escape');
  });

  it('comes back with the network', async () => {
    await page.context().setOffline(false);
    await expect.poll(() => page.getByTestId('offline').innerText()).toBe('');
  });

  it('keeps nothing after signing out', async () => {
    await page.getByRole('button', { name: /^Account:/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await kept(page)).toEqual([]);
    expect(await page.evaluate(() => localStorage.getItem('footfall.user'))).toBeNull();
  });
});
