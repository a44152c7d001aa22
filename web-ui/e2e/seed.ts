import type { Target } from './harness';

const AGENTS = {
  chrome:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  phone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  bot: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
} as const;

export interface SeededEvent {
  name: string;
  properties: Record<string, unknown>;
}

export interface Visit {
  visitor: string;
  agent?: keyof typeof AGENTS;
  language?: string;
  events: SeededEvent[];
}

export const view = (path: string, more: Record<string, unknown> = {}): SeededEvent => ({
  name: 'page_view',
  properties: { url: `https://e2e.example${path}`, title: path, ...more },
});

/** What the server answers to a key. */
export const graphql = async <R>(
  { url, key }: Pick<Target, 'url' | 'key'>,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<R> => {
  const response = await fetch(url + '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const answer = (await response.json()) as { data: R | null; errors?: { message: string }[] };
  if (!answer.data) throw new Error(answer.errors?.map(({ message }) => message).join('; '));
  return answer.data;
};

/** Where it is about noon, so that no day ends or begins while its figures are read. */
const noonZone = (now: Date): string => {
  const ahead = 12 - now.getUTCHours();
  // The names of these zones count the other way round.
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
};

/** A site of the test's own, by a key that may make one. */
export const createSite = async (target: Target): Promise<string> => {
  const answer = await graphql<{ createSite: { id: string } }>(
    target,
    'mutation ($timezone: String!) { createSite(input: {name: "End to end", domains: ["e2e.example", "127.0.0.1"], timezone: $timezone, currency: "EUR", settings: {consent: "not_required"}}) { id } }',
    { timezone: noonZone(new Date()) },
  );
  return answer.createSite.id;
};

/** Sends a visit as a server does that stands for the visitor. */
export const send = async (
  { url, key }: Pick<Target, 'url' | 'key'>,
  siteId: string,
  { visitor, agent = 'chrome', language = 'en-US', events }: Visit,
): Promise<void> => {
  const response = await fetch(url + '/api/collect', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({
      site_id: siteId,
      visitor: { id: visitor, is_new: true },
      session: { id: `${visitor}-session`, number: 1, is_new: true },
      context: {
        user_agent: AGENTS[agent],
        ip: '192.0.2.1',
        language,
        timezone: 'Europe/Berlin',
        screen_width: 1440,
        screen_height: 900,
        consent: 'granted',
      },
      events,
    }),
  });
  if (response.status !== 202)
    throw new Error(`collect: ${response.status} ${await response.text()}`);
};

/** Forty people, of whom the tests know everything. */
export const VISITS: readonly Visit[] = Array.from({ length: 40 }, (_, index): Visit => {
  const paid = index % 4 === 0;
  return {
    visitor: `person-${index}`,
    agent: index % 2 ? 'chrome' : index % 3 ? 'firefox' : 'phone',
    language: index % 5 ? 'en-US' : 'de-DE',
    events: [
      view(
        index % 2
          ? '/'
          : '/pricing' +
              (paid
                ? '?utm_source=google&utm_medium=cpc&utm_campaign=autumn&utm_term=shoes&utm_content=a'
                : ''),
        paid ? {} : { referrer: 'https://news.ycombinator.com/' },
      ),
      view(`/blog/${index % 3}`),
      ...(index % 5 === 0
        ? [
            {
              name: 'sign_up',
              properties: { url: 'https://e2e.example/', plan: index % 2 ? 'pro' : 'free' },
            },
          ]
        : []),
      ...(index % 8 === 0
        ? [
            { name: 'search', properties: { url: 'https://e2e.example/', search_term: 'boots' } },
            {
              name: 'purchase',
              properties: {
                url: 'https://e2e.example/',
                transaction_id: `order-${index}`,
                value: 10,
                currency: 'EUR',
              },
            },
          ]
        : []),
    ],
  };
});

const BOT_VISIT: Visit = { visitor: 'robot', agent: 'bot', events: [view('/robots-only')] };

/** A site that all the visits, and a program's, have been to. */
export const createVisitedSite = async (target: Target): Promise<string> => {
  const siteId = await createSite(target);
  for (const visit of [...VISITS, BOT_VISIT]) await send(target, siteId, visit);
  return siteId;
};
