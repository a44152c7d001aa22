import { afterEach, expect, it, vi } from 'vitest';
import consent from '../../src/modules/consent';
import { gtag, loadPage, useCleanPages, type Tracker } from '../harness';

useCleanPages();

const globals = window as unknown as Record<string, unknown>;
afterEach(() => {
  for (const name of [
    'Cookiebot',
    'getCkyConsent',
    'OneTrust',
    'OnetrustActiveGroups',
    '__tcfapi',
    'dataLayer',
  ])
    Reflect.deleteProperty(globals, name);
});

const load = (): Promise<Tracker> => loadPage({ consent: 'unknown' }, { modules: [consent] });
const state = async ({ api, sent }: Tracker): Promise<unknown> => {
  api.track('now');
  await vi.advanceTimersByTimeAsync(6000);
  return sent.at(-1)?.context.consent;
};
const say = (name: string, detail?: unknown): unknown =>
  document.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));

it('knows nothing where there is no tool', async () => {
  expect(await state(await load())).toBe('unknown');
});

// Stand-ins from the tools' published interfaces; the addresses are in the module.
const tools: Record<string, (granted: boolean) => void> = {
  Cookiebot: (statistics) => {
    globals.Cookiebot = { hasResponse: true, consent: { statistics } };
  },
  CookieYes: (analytics) => {
    globals.getCkyConsent = () => ({ isUserActionCompleted: true, categories: { analytics } });
  },
  OneTrust: (granted) => {
    globals.OneTrust = { IsAlertBoxClosed: () => true };
    globals.OnetrustActiveGroups = granted ? ',C0001,C0002,' : ',C0001,';
  },
  'TCF v2': (granted) => {
    globals.__tcfapi = (_: string, __: number, callback: (...args: unknown[]) => void) =>
      callback(
        {
          gdprApplies: true,
          eventStatus: 'tcloaded',
          purpose: { consents: { 1: true, 8: granted } },
        },
        true,
      );
  },
  'Consent Mode': (granted) => {
    gtag('consent', 'default', { analytics_storage: 'denied' });
    gtag('consent', 'update', { analytics_storage: granted ? 'granted' : 'denied' });
  },
};
const answers: Record<string, (granted: boolean) => void> = {
  Cookiebot: (granted) => {
    tools.Cookiebot?.(granted);
    say(granted ? 'CookiebotOnAccept' : 'CookiebotOnDecline');
  },
  CookieYes: (granted) => {
    say('cookieyes_consent_update', {
      accepted: granted ? ['necessary', 'analytics'] : ['necessary'],
      rejected: [],
    });
  },
  OneTrust: (granted) => {
    tools.OneTrust?.(granted);
    say('OneTrustGroupsUpdated');
  },
  'Consent Mode': (granted) =>
    gtag('consent', 'update', { analytics_storage: granted ? 'granted' : 'denied' }),
};

it.each(
  Object.keys(tools).flatMap((tool) => [
    [tool, 'granted'],
    [tool, 'denied'],
  ]),
)('%s: an earlier answer, %s, counts from the first page view on', async (tool, expected) => {
  tools[tool]?.(expected === 'granted');
  const { sent } = await load();
  expect(sent[0]?.context.consent).toBe(expected);
  expect(!!sent[0]?.visitor.id).toBe(expected === 'granted');
});

it.each(
  Object.keys(answers).flatMap((tool) => [
    [tool, 'granted'],
    [tool, 'denied'],
  ]),
)('%s: an answer, %s, counts at once', async (tool, expected) => {
  const tracker = await load();
  expect(tracker.sent[0]?.context.consent).toBe('unknown');
  answers[tool]?.(expected === 'granted');
  expect(await state(tracker)).toBe(expected);
});

it('deletes what was stored when consent is withdrawn in a tool', async () => {
  tools.Cookiebot?.(true);
  const tracker = await load();
  expect(localStorage.getItem('_ff')).not.toBeNull();
  answers.Cookiebot?.(false);
  expect(await state(tracker)).toBe('denied');
  expect(localStorage).toHaveLength(0);
});

it('TCF v2: shown is not answered, and what does not apply needs no answer', async () => {
  let tell: (...args: unknown[]) => void = () => undefined;
  globals.__tcfapi = (_: string, __: number, callback: typeof tell) => (tell = callback);
  const tracker = await load();
  tell({ gdprApplies: true, eventStatus: 'cmpuishown', purpose: { consents: {} } }, true);
  expect(await state(tracker)).toBe('unknown');
  tell({ gdprApplies: false }, true);
  expect(await state(tracker)).toBe('granted');
});

it.each([
  [{ analytics_storage: 'denied' }, 'unknown'],
  [{ analytics_storage: 'granted' }, 'granted'],
  [{ analytics_storage: 'granted', region: ['US'] }, 'unknown'],
  [{ ad_storage: 'granted' }, 'unknown'],
])('Consent Mode: the default %j means %s', async (states, expected) => {
  gtag('consent', 'default', states);
  expect(await state(await load())).toBe(expected);
});
