import type { Module } from '../api';
import { argumentsOf, followDataLayer } from './data-layer';

interface TcData {
  gdprApplies?: boolean;
  eventStatus?: string;
  purpose?: { consents?: Record<number, boolean | undefined> };
}

declare global {
  interface Window {
    Cookiebot?: { hasResponse?: boolean; consent?: { statistics?: boolean } };
    getCkyConsent?: () => {
      isUserActionCompleted?: boolean;
      categories?: { analytics?: boolean };
    };
    OneTrust?: { IsAlertBoxClosed?: () => boolean };
    OnetrustActiveGroups?: string;
    __tcfapi?: (
      command: string,
      version: number,
      callback: (data: TcData, success: boolean) => void,
    ) => void;
  }
}

/** What a tool knows: allowed, refused, or not asked yet. */
type Answer = boolean | undefined;

/** https://www.cookiebot.com/en/developer/ */
const cookiebot = (): Answer =>
  window.Cookiebot?.hasResponse ? !!window.Cookiebot.consent?.statistics : undefined;

/** https://www.cookieyes.com/documentation/retrieving-consent-data-using-api-getckyconsent/ */
const cookieYes = (): Answer => {
  const consent = window.getCkyConsent?.();
  return consent?.isUserActionCompleted ? !!consent.categories?.analytics : undefined;
};

/**
 * Reads consent tools: what was answered before counts from the first page view on, what is answered
 * later at once. `oneTrust` names OneTrust's group for statistics, C0002 unless set.
 */
const consent: Module = (settings, methods, _hooks, listen) => {
  let told: Answer;
  let installing = true;
  const tell = (answer: Answer): void => {
    if (answer == undefined || answer == told) return;
    told = answer;
    const state = answer ? 'granted' : 'denied';
    if (!installing) methods.consent(state);
    else {
      settings.consent = state;
      if (!answer) methods.reset();
    }
  };

  /** https://developer.onetrust.com/onetrust/docs/javascript-api */
  const oneTrust = (): Answer =>
    window.OneTrust?.IsAlertBoxClosed?.()
      ? (window.OnetrustActiveGroups || '')
          .split(',')
          .includes((settings.oneTrust as string) || 'C0002')
      : undefined;

  [cookiebot, cookieYes, oneTrust].forEach((ask) => tell(ask()));
  listen('CookiebotOnConsentReady CookiebotOnAccept CookiebotOnDecline', () => tell(cookiebot()));
  listen('cookieyes_banner_load', () => tell(cookieYes()));
  listen('cookieyes_consent_update', (event) =>
    tell(
      (event as Event as CustomEvent<{ accepted: string[] }>).detail.accepted.includes('analytics'),
    ),
  );
  listen('OneTrustGroupsUpdated', () => tell(oneTrust()));

  // IAB TCF v2: purpose 1 is storage on the device, 8 the measuring of content.
  window.__tcfapi?.('addEventListener', 2, ({ gdprApplies, eventStatus, purpose }, success) => {
    if (!success) return;
    if (gdprApplies == false) tell(true);
    else if (eventStatus != 'cmpuishown') tell(!!(purpose?.consents?.[1] && purpose.consents[8]));
  });

  // Google Consent Mode. A default that refuses is one where nobody was asked yet.
  followDataLayer((entry) => {
    const [command, kind, states] = argumentsOf(entry) as [
      unknown,
      unknown,
      { analytics_storage?: string; region?: unknown } | undefined,
    ];
    const state = states?.analytics_storage;
    if (command != 'consent' || !state) return;
    if (kind == 'update') tell(state == 'granted');
    else if (state == 'granted' && !states.region) tell(true);
  });
  installing = false;
};

export default consent;
