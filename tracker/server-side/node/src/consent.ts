export type ConsentState = 'not_required' | 'unknown' | 'granted' | 'denied';

/** Cookies of a request, decoded, by name. */
export type Cookies = Map<string, string>;

/** Reads a `Cookie` header; what cannot be decoded is kept as it is. */
export const parseCookies = (header: string | null | undefined): Cookies => {
  const cookies: Cookies = new Map();
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at < 0) continue;
    const raw = part.slice(at + 1).trim();
    let value = raw;
    try {
      value = decodeURIComponent(raw);
    } catch {
      // Not every cookie is percent-encoded.
    }
    cookies.set(part.slice(0, at).trim(), value);
  }
  return cookies;
};

const answered = (match: RegExpExecArray | null): ConsentState | undefined =>
  match ? (/^(yes|true|1)$/.test(match[1] ?? '') ? 'granted' : 'denied') : undefined;

/**
 * What a consent tool has left in its cookie about statistics: CookieYes (`cookieyes-consent`, after
 * `action:yes`), Cookiebot (`CookieConsent`), OneTrust (`OptanonConsent` once `OptanonAlertBoxClosed`
 * is there; group C0002). Nothing where nobody was asked.
 */
export const consentFromCookies = (cookies: Cookies): ConsentState | undefined => {
  const cookieYes = cookies.get('cookieyes-consent');
  if (cookieYes && /action:yes/.test(cookieYes))
    return answered(/analytics:(yes|no)/.exec(cookieYes));
  const cookiebot = cookies.get('CookieConsent');
  if (cookiebot) return answered(/statistics:(true|false)/.exec(cookiebot));
  if (cookies.has('OptanonAlertBoxClosed'))
    return answered(/C0002:([01])/.exec(cookies.get('OptanonConsent') ?? ''));
  return undefined;
};
