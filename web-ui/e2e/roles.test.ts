import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './harness';
import { axe, noteErrors, overflow, pageOf, PASSWORD, settled } from './people';
import { binary, startInstallation, type Installation } from './server';

const ROLES = ['owner', 'admin', 'manager', 'viewer'] as const;
const GOVERNS: readonly string[] = ['owner', 'admin'];
const GOVERNED = ['/team', '/keys', '/audit', '/organization'];
const NOT_OPEN = 'This is not open to you';

const heading = async (page: Page): Promise<string> => {
  const first = page.getByRole('heading', { level: 1 }).first();
  await first.waitFor();
  return first.innerText();
};

describe.skipIf(!binary)('pages, role by role', () => {
  let installation: Installation;
  let browser: Browser;
  let siteId: string;
  let key: string;

  beforeAll(async () => {
    installation = await startInstallation();
    browser = await openBrowser();
    const { run } = installation;
    [siteId = ''] = run('site', 'create', '--name', 'Test', '--domain', '127.0.0.1').split('\n');
    key = run('key', 'create', '--name', 'reader').split('\n').at(-1)!;
    for (const role of ROLES)
      run(
        'user',
        'create',
        '--email',
        `${role}@example.com`,
        '--password',
        PASSWORD,
        '--role',
        role,
      );
  });
  afterAll(async () => {
    await browser.close();
    await installation.stop();
  });
  const settings = (section: string): string => `/sites/${siteId}/settings/${section}`;

  it.each(ROLES)('shows a %s what is his', async (role) => {
    const page = await pageOf(browser, installation.url, `${role}@example.com`);
    const errors = noteErrors(page);
    const visit = async (path: string): Promise<string> => {
      await page.goto(installation.url + path);
      return heading(page);
    };
    for (const path of GOVERNED)
      expect([path, (await visit(path)) === NOT_OPEN]).toEqual([path, !GOVERNS.includes(role)]);
    expect((await visit('/sites/new')) === NOT_OPEN).toBe(!GOVERNS.includes(role));
    expect(await visit('/account')).toBe('Account & security');
    expect(await visit('/sites')).toBe('Sites');
    await page.getByTestId('site-card').waitFor();
    expect(await page.getByRole('link', { name: 'Add a site' }).count()).toBe(
      GOVERNS.includes(role) ? 1 : 0,
    );
    await visit(settings('general'));
    await page.getByLabel('Name', { exact: true }).waitFor();
    expect(await page.getByLabel('Name', { exact: true }).isDisabled()).toBe(role === 'viewer');
    expect(await page.getByRole('link', { name: 'Danger zone' }).count()).toBe(
      GOVERNS.includes(role) ? 1 : 0,
    );
    expect((await visit(settings('danger'))) === NOT_OPEN).toBe(!GOVERNS.includes(role));
    await visit('/organization').catch(() => undefined);
    expect(await page.getByRole('button', { name: 'Delete the organization' }).count()).toBe(
      role === 'owner' ? 1 : 0,
    );
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('shows a key what is for keys, and nothing of people', async () => {
    const page = await browser.newPage();
    await page.goto(`${installation.url}/sites#key=${key}`);
    await page.getByTestId('site-card').waitFor();
    expect(page.url()).not.toContain('key=');
    for (const path of [...GOVERNED, '/account']) {
      await page.goto(installation.url + path);
      expect([path, await heading(page)]).toEqual([path, NOT_OPEN]);
    }
    await page.goto(installation.url + settings('general'));
    await page.getByLabel('Name', { exact: true }).fill('Renamed');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The key may not change this').waitFor();
    await page.close();
  });

  it('in German nothing is too wide on a telephone either', async () => {
    const page = await pageOf(browser, installation.url, 'owner@example.com');
    await page.evaluate(() => localStorage.setItem('footfall.language', 'de'));
    await page.setViewportSize({ width: 360, height: 800 });
    const sections = 'general tracking collection privacy conversions retention danger'.split(' ');
    for (const path of [
      '/sites',
      '/sites/new',
      ...GOVERNED,
      '/account',
      ...sections.map(settings),
    ]) {
      await page.goto(installation.url + path);
      await heading(page);
      await settled(page);
      expect([path, await overflow(page)]).toEqual([path, 0]);
    }
    await page.context().close();
  });

  it.each([
    [1440, 'light'],
    [1440, 'dark'],
    [360, 'light'],
    [360, 'dark'],
  ] as const)(
    'at %i px, %s: nothing is too wide, and axe finds nothing serious',
    async (width, theme) => {
      const page = await pageOf(browser, installation.url, 'owner@example.com', {
        viewport: { width: 1440, height: 900 },
        colorScheme: theme,
        reducedMotion: 'reduce',
      });
      await page.setViewportSize({ width, height: 800 });
      const sections = 'general tracking collection privacy conversions retention danger'.split(
        ' ',
      );
      const paths = ['/sites', '/sites/new', `/sites/new?site=${siteId}`, ...GOVERNED, '/account'];
      const found: string[] = [];
      const look = async (path: string): Promise<void> => {
        await settled(page);
        const wide = await overflow(page);
        if (wide > 0) found.push(`${path}: ${wide} px too wide`);
        for (const violation of await axe(page)) found.push(`${path}: ${violation}`);
      };
      for (const path of [...paths, ...sections.map(settings)]) {
        await page.goto(installation.url + path);
        await heading(page);
        await look(path);
      }
      await page.keyboard.press('Control+k');
      await page.getByPlaceholder('Search…').last().waitFor();
      await page.getByRole('option', { name: 'Test' }).first().waitFor();
      await look('the command palette');
      await page.keyboard.press('Escape');
      await page.goto(installation.url + '/keys');
      await page.getByRole('button', { name: 'Create a key' }).first().click();
      await page.getByRole('dialog').waitFor();
      await look('a new key');
      await page.context().clearCookies();
      await page.evaluate(() => localStorage.removeItem('footfall.user'));
      for (const path of ['/sign-in', '/forgot', '/reset', '/set-up', '/sign-up', '/invitation']) {
        await page.goto(installation.url + path);
        await heading(page);
        await look(path);
      }
      expect(found).toEqual([]);
      await page.context().close();
    },
    180_000,
  );
});
