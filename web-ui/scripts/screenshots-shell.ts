/**
 * Pictures of the pages around the dashboard, for looking at them:
 * `npm run screenshots:shell -- <base URL> <e-mail> <password> <directory> [page …]`
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './chromium';

const [
  base = 'http://127.0.0.1:8090',
  email = '',
  password = '',
  directory = 'screenshots',
  ...only
] = process.argv.slice(2);
const WIDTHS = [1440, 360];
const THEMES = ['light', 'dark'] as const;
const OPEN = ['sign-in', 'sign-up', 'set-up', 'forgot', 'reset', 'verify', 'invitation'];
const SECTIONS = [
  'general',
  'tracking',
  'collection',
  'privacy',
  'conversions',
  'retention',
  'danger',
];

mkdirSync(directory, { recursive: true });
const browser = await launch();
for (const width of WIDTHS)
  for (const theme of THEMES) {
    const context = await browser.newContext({
      viewport: { width, height: width < 600 ? 740 : 900 },
      colorScheme: theme,
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error('page error:', error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') console.error('console:', message.text());
    });
    const shoot = async (name: string, fullPage = true): Promise<void> => {
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      if (overflow > 0) console.error(`${name} at ${width}: ${overflow} px too wide`);
      await page.screenshot({ path: join(directory, `${name}-${width}-${theme}.png`), fullPage });
    };
    const visit = async (name: string, path: string): Promise<void> => {
      if (only.length && !only.includes(name)) return;
      await page.goto(base + path);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.waitForTimeout(900);
      await shoot(name);
    };

    for (const name of OPEN) await visit(name, '/' + name);
    await page.goto(base + '/sign-in');
    await page.getByLabel(/E-mail/).fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => url.pathname === '/');
    await visit('overview', '/');
    await visit('sites', '/sites');
    await visit('new-site', '/sites/new');
    for (const name of ['team', 'keys', 'audit', 'organization', 'account'])
      await visit(name, '/' + name);
    const siteId = await page.evaluate(() => localStorage.getItem('screenshots.site'));
    await page.goto(base + '/sites');
    const card = page.getByTestId('site-card').first();
    await card.waitFor();
    const href = siteId ?? (await card.getAttribute('href'))!.split('/')[2]!;
    await visit('install', `/sites/new?site=${href}`);
    for (const section of SECTIONS)
      await visit('settings-' + section, `/sites/${href}/settings/${section}`);
    if (!only.length || only.includes('overlays')) {
      await page.goto(base + '/sites');
      await card.waitFor();
      await page.keyboard.press('Control+k');
      await page.waitForTimeout(600);
      await shoot('palette', false);
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await page.waitForTimeout(500);
      await shoot('shortcuts', false);
      await page.keyboard.press('Escape');
      if (width < 600) {
        await page.getByRole('button', { name: 'Open navigation' }).click();
        await page.waitForTimeout(500);
      }
      await shoot('navigation', false);
      await page
        .getByRole('button', { name: /^Account:/ })
        .last()
        .click();
      await page.waitForTimeout(400);
      await shoot('account-menu', false);
      await page.keyboard.press('Escape');
      await page.goto(base + '/team');
      await page.getByRole('button', { name: 'Invite somebody' }).click();
      await page.waitForTimeout(500);
      await shoot('invite', false);
      await page.goto(base + '/keys');
      await page.getByRole('button', { name: 'Create a key' }).first().click();
      await page.waitForTimeout(500);
      await shoot('new-key', false);
    }
    await context.close();
  }
await browser.close();
