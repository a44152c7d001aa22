import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './harness';
import { noteErrors, pageOf, PASSWORD, signIn, totp } from './people';
import { binary, startInstallation, type Installation } from './server';

const OWNER = 'owner@example.com';

const openSettings = (page: Page): Promise<void> =>
  page
    .getByRole('region', { name: 'Pages of the site' })
    .getByRole('link', { name: 'Settings' })
    .click();

describe.skipIf(!binary)('accounts', () => {
  let installation: Installation;
  let browser: Browser;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    installation = await startInstallation();
    browser = await openBrowser();
    installation.run('site', 'create', '--name', 'Test', '--domain', '127.0.0.1');
    installation.run('user', 'create', '--email', OWNER, '--password', PASSWORD, '--role', 'owner');
    page = await pageOf(browser, installation.url, OWNER);
    errors = noteErrors(page);
  });
  afterAll(async () => {
    await browser.close();
    await installation.stop();
  });

  it('refuses a wrong password, without saying what is wrong', async () => {
    const other = await (await browser.newContext()).newPage();
    await other.goto(installation.url + '/sign-in');
    await other.getByLabel('E-mail address').fill('nobody@example.com');
    await other.getByLabel('Password', { exact: true }).fill('not this one');
    await other.getByRole('button', { name: 'Sign in', exact: true }).click();
    await other.getByText('do not belong together').waitFor();
    await other.context().close();
  });

  it('shows a key once, and ends it', async () => {
    await page.goto(installation.url + '/keys');
    await page.getByRole('button', { name: 'Create a key' }).first().click();
    await page.getByLabel('Name').fill('Report');
    await page.getByRole('button', { name: 'Create the key' }).click();
    const secret = await page.getByTestId('new-key').locator('code').innerText();
    expect(secret).toMatch(/^ff_\w{8}_/);
    await page.getByRole('button', { name: 'Done' }).click();
    const row = page.getByRole('row', { name: /Report/ });
    await row.waitFor();
    expect(await page.content()).not.toContain(secret);
    const ask = (): Promise<string> =>
      page.evaluate(async (bearer) => {
        const headers = { 'content-type': 'application/json', authorization: 'Bearer ' + bearer };
        const body = '{"query":"{ sites { totalCount } }"}';
        return (await fetch('/graphql', { method: 'POST', headers, body })).text();
      }, secret);
    expect(await ask()).toContain('"totalCount":1');
    await row.getByRole('button', { name: 'End the key' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End the key' }).click();
    await expect.poll(() => page.getByRole('row', { name: /Report/ }).count()).toBe(0);
    await expect.poll(ask).toContain('UNAUTHENTICATED');
  });

  it('invites somebody, who joins by the link', async () => {
    await page.goto(installation.url + '/team');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('E-mail address').fill('bob@example.com');
    await page.getByRole('radio', { name: /Manager/ }).check();
    await page.getByRole('button', { name: 'Send the invitation' }).click();
    await page.getByRole('row', { name: /bob@example\.com/ }).waitFor();
    const link = /\/invitation#token=[\w-]+/;
    await expect.poll(() => link.test(installation.log())).toBe(true);
    const bob = await (await browser.newContext()).newPage();
    await bob.goto(installation.url + link.exec(installation.log())![0]);
    await bob.getByRole('heading', { name: /^Join / }).waitFor();
    await bob.getByLabel('Your name').fill('Bob');
    await bob.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await bob.getByRole('button', { name: 'Join' }).click();
    await bob.getByRole('button', { name: 'Account: Bob' }).waitFor();
    await bob.context().close();
    await page.reload();
    const row = page.getByRole('row', { name: /bob@example\.com/ });
    expect(await row.innerText()).toContain('Manager');
  });

  it('deletes a site by its typed name, and brings it back', async () => {
    await page.goto(installation.url + '/sites');
    await page.getByTestId('site-card').click();
    await openSettings(page);
    await page.getByRole('link', { name: 'Danger zone' }).click();
    await page.getByRole('button', { name: 'Delete the site' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Delete the site' }).isDisabled()).toBe(true);
    await dialog.getByLabel(/^Type/).fill('Test');
    await dialog.getByRole('button', { name: 'Delete the site' }).click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await expect.poll(() => page.getByTestId('site-card').count()).toBe(0);
    await page.getByRole('button', { name: 'Bring back' }).click();
    await page.getByTestId('site-card').waitFor();
  });

  it('saves settings, and shows them after a reload', async () => {
    await page.goto(installation.url + '/sites');
    await page.getByTestId('site-card').click();
    await openSettings(page);
    await page.getByRole('link', { name: 'Collection' }).click();
    await page.getByLabel('Paths', { exact: true }).fill('/admin/*');
    await page.getByLabel('Paths', { exact: true }).press('Enter');
    await page.getByRole('switch', { name: 'Store paths as hashes' }).click();
    await page.getByRole('button', { name: 'Save' }).first().click();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.reload();
    await page.getByText('/admin/*', { exact: true }).waitFor();
    expect(await page.getByRole('switch', { name: 'Store paths as hashes' }).isChecked()).toBe(
      true,
    );
  });

  it('shares a sign-in between tabs, and ends it in all of them', async () => {
    const second = await page.context().newPage();
    await Promise.all([page.reload(), second.goto(installation.url + '/account')]);
    await second.getByText('This browser').waitFor();
    await second.getByRole('button', { name: /^Account:/ }).click();
    await second.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await second.close();
    await signIn(page, installation.url, OWNER);
    await page.getByRole('button', { name: /^Account:/ }).waitFor();
  });

  it('renews a token that is refused, without asking anybody', async () => {
    let refused = 0;
    await page.route('**/graphql', async (route) => {
      const isSites = route.request().postData()?.includes('query OrganizationSites');
      if (!isSites || refused++) return route.fallback();
      await route.fulfill({
        json: { data: null, errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] },
      });
    });
    await page.goto(installation.url + '/sites');
    await page.getByTestId('site-card').waitFor();
    expect(refused).toBeGreaterThan(1);
    await page.unroute('**/graphql');
  });

  it('asks for the second factor once it is set up', async () => {
    await page.goto(installation.url + '/account');
    await page.getByRole('button', { name: 'Set up', exact: true }).click();
    await page.getByLabel('Your password, to begin').fill(PASSWORD);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    const secret = await page.getByRole('dialog').locator('code').innerText();
    await page.getByLabel('Code', { exact: true }).fill(totp(secret));
    await page.getByRole('button', { name: 'Turn on' }).click();
    await page.getByTestId('recovery-codes').waitFor();
    const codes = await page.getByTestId('recovery-codes').getByRole('listitem').allInnerTexts();
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByRole('button', { name: /^Account:/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await signIn(page, installation.url, OWNER);
    await page.getByLabel('Code', { exact: true }).fill('000000');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('This code is not right').waitFor();
    await page.getByLabel('Code', { exact: true }).fill(codes[0]!);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: /^Account:/ }).waitFor();
  });

  it('speaks German', async () => {
    await page.getByRole('button', { name: /^Account:/ }).click();
    await page.getByRole('menuitemradio', { name: 'Deutsch' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Websites', exact: true }).click();
    await page.getByRole('heading', { name: 'Websites' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
  });

  it('has thrown nothing', () => expect(errors).toEqual([]));
});
