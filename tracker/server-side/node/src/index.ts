import { randomUUID } from 'node:crypto';
import { consentFromCookies, parseCookies, type ConsentState, type Cookies } from './consent.js';

export { consentFromCookies, type ConsentState, type Cookies } from './consent.js';

export interface Options {
  /** Origin of the Footfall server. */
  host: string;
  /** The site's id. */
  site: string;
  /** A key of scope write; it lets the visitor's address and agent stand for the server's own. */
  key: string;
  /** The site's domains; the cookie is set on the shortest that a page's host is or is below. */
  domains?: string[];
  /** The state where no tool has left an answer: as in the site's settings. `not_required` unless set. */
  consent?: ConsentState;
  /** Reads the answer of a tool of your own; comes before the known ones. */
  readConsent?: (cookies: Cookies) => ConsentState | undefined;
  /**
   * What is sent. `page_view` where pages carry no script; where they do, another name, such as
   * `touch`, keeps each view from being counted twice.
   */
  event?: string;
  /** Gives up on a request to the server after so many milliseconds; 3,000 unless set. */
  timeoutMs?: number;
  /** Hears of what could not be sent. The page is served all the same. */
  onError?: (error: unknown) => void;
}

/** A request, in no framework's terms. */
export interface Visit {
  method: string;
  /** The page's full address. */
  url: string;
  header: (name: string) => string | null | undefined;
  /** The visitor's address, from a source that can be trusted. */
  address?: string;
}

export interface Outcome {
  /** A `Set-Cookie` header for the page's answer. */
  cookie?: string;
  /** Settles when the event was sent or given up, never rejects. */
  sent?: Promise<void>;
}

const COOKIE = '_ff';
const TWO_YEARS_SEC = 63_072_000;
const VISITOR = /^[\w-]{1,64}$/;
const CAMPAIGN = /^(utm_\w+|\w*c(lk?|c)id|[gw]braid|li_fat_id|epik|ref|source)$/i;

const isDocument = ({ method, header }: Visit): boolean => {
  if (method != 'GET') return false;
  if (/prefetch|prerender/.test(header('sec-purpose') ?? header('purpose') ?? '')) return false;
  const kind = header('sec-fetch-dest');
  if (kind) return kind == 'document';
  return /\btext\/html\b/.test(header('accept') ?? '');
};

const setCookie = (visitor: string, url: URL, domains: string[]): string => {
  const domain = domains
    .filter((own) => `.${url.hostname}`.endsWith(`.${own}`))
    .sort((a, b) => a.length - b.length)[0];
  return [
    `${COOKIE}=${visitor}`,
    'Path=/',
    `Max-Age=${TWO_YEARS_SEC}`,
    'SameSite=Lax',
    ...(domain ? [`Domain=${domain}`] : []),
    ...(url.protocol == 'https:' ? ['Secure'] : []),
  ].join('; ');
};

/**
 * Looks at a request before its page is made: gives a new visitor the cookie, and sends one event for
 * a visitor or a campaign that is new, without keeping the page waiting. For everything else, assets,
 * known visitors without a campaign, it returns at once.
 */
export const footfall = (options: Options): ((visit: Visit) => Outcome) => {
  const { host, site, key, domains = [], event = 'page_view', timeoutMs = 3000 } = options;
  const endpoint = new URL('/api/collect', host);

  const send = async (body: unknown): Promise<void> => {
    try {
      const { ok, status } = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!ok) throw new Error(`the server answered ${status}`);
    } catch (error) {
      options.onError?.(error);
    }
  };

  return (visit) => {
    if (!isDocument(visit)) return {};
    const url = new URL(visit.url);
    const cookies = parseCookies(visit.header('cookie'));
    const known = cookies.get(COOKIE);
    const returning = known != undefined && VISITOR.test(known);
    const campaign = [...url.searchParams.keys()].some((name) => CAMPAIGN.test(name));
    if (returning && !campaign) return {};

    const consent =
      options.readConsent?.(cookies) ??
      consentFromCookies(cookies) ??
      options.consent ??
      'not_required';
    const named = consent == 'granted' || consent == 'not_required';
    const visitor = named ? (returning ? known : randomUUID()) : undefined;
    const sent = send({
      site_id: site,
      sent_at: Date.now(),
      visitor: visitor ? { id: visitor, is_new: !returning } : {},
      context: {
        consent,
        ip: visit.address,
        user_agent: visit.header('user-agent') ?? '',
        language: visit.header('accept-language')?.split(/[,;]/)[0],
      },
      events: [
        {
          id: randomUUID(),
          name: event,
          timestamp: Date.now(),
          properties: { url: visit.url, referrer: visit.header('referer') ?? undefined },
        },
      ],
    });
    return { sent, cookie: visitor && !returning ? setCookie(visitor, url, domains) : undefined };
  };
};
