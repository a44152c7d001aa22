import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newVisitor, openBrowser } from './harness';
import { noteErrors, PASSWORD } from './people';
import { binary, startInstallation, type Installation } from './server';

describe.skipIf(!binary)('from the first start to the first visitor', () => {
  let installation: Installation;
  let browser: Browser;
  let page: Page;
  let website: Server | undefined;
  let errors: string[];
  let snippet = '';

  beforeAll(async () => {
    installation = await startInstallation();
    browser = await openBrowser();
    const context = await browser.newContext({
      locale: 'de-CH',
      timezoneId: 'Europe/Zurich',
      viewport: { width: 1440, height: 900 },
    });
    await context.addInitScript(() => localStorage.setItem('footfall.language', 'en'));
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    errors = noteErrors(page);
  });
  afterAll(async () => {
    website?.close();
    await browser.close();
    await installation.stop();
  });

  it('says that nobody has an account yet', async () => {
    await page.goto(installation.url);
    await page.getByRole('heading', { name: 'Nobody has an account here yet' }).waitFor();
  });

  it('makes the first account by the link that was printed', async () => {
    await page.goto(installation.setUpLink);
    await page.getByLabel('Your name').fill('Ada Lovelace');
    expect(page.url()).not.toContain('token');
    await page.getByLabel('Organization').fill('Analytical Engines');
    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill('password1');
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByText('too easily guessed').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByRole('heading', { name: 'Add a site' }).waitFor();
  });

  it('presets time zone and currency from the browser', async () => {
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Zurich');
    expect(await page.getByLabel('Currency').inputValue()).toBe('CHF');
  });

  it('gives a snippet for each platform', async () => {
    await page.getByLabel('Domains').fill('http://127.0.0.1/');
    await page.getByLabel('Name').fill('Test pages');
    await page.getByRole('button', { name: 'Create the site' }).click();
    const panel = page.getByRole('tabpanel');
    snippet = await panel.locator('code').innerText();
    expect(snippet).toMatch(/^<script defer src="http:\/\/127\.0\.0\.1:\d+\/s\/\w+\.js">/);
    await page.getByRole('tab', { name: 'Next.js' }).click();
    expect(await panel.locator('code').innerText()).toContain("import Script from 'next/script'");
    await page.getByRole('tab', { name: 'HTML' }).click();
  });

  it('turns green by itself with the first event, and shows the visitor live', async () => {
    const watch = page.getByTestId('first-event');
    expect(await watch.getAttribute('data-received')).toBe('false');
    website = createServer((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html><title>first</title>${snippet}`);
    });
    await new Promise<void>((resolve) => website!.listen(0, '127.0.0.1', resolve));
    const { port } = website.address() as AddressInfo;
    const visitor = await newVisitor(browser);
    await (await visitor.newPage()).goto(`http://127.0.0.1:${port}/welcome`);
    await expect.poll(() => watch.getAttribute('data-received'), { timeout: 15_000 }).toBe('true');
    expect(await watch.innerText()).toContain('/welcome');
    await page.getByRole('link', { name: 'Open the dashboard' }).click();
    await page.getByText('/welcome').first().waitFor();
  });

  it('stays signed in over a reload, and out after signing out', async () => {
    await page.goto(installation.url + '/sites');
    await page.getByTestId('site-card').waitFor();
    await page.getByRole('button', { name: 'Account: Ada Lovelace' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(installation.url + '/team');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(new URL(page.url()).searchParams.get('next')).toBe('/team');
  });

  it('does not let the link be used twice', async () => {
    await page.goto(installation.setUpLink);
    await page.getByLabel('Your name').fill('Eve');
    await page.getByLabel('E-mail address').fill('eve@example.com');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.getByText('This link was used already').waitFor();
  });

  it('has thrown nothing', () => expect(errors).toEqual([]));
});
