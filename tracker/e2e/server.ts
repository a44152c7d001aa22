/** The server under test, and what has arrived in it. */
export interface Target {
  url: string;
  key: string;
  siteId: string;
}

/** Its site has to accept pages of 127.0.0.1. */
export const target = (): Target | undefined => {
  const {
    FOOTFALL_URL: url,
    FOOTFALL_KEY: key,
    FOOTFALL_SITE: siteId,
  } = process.env as Record<string, string | undefined>;
  if (url && key && siteId) return { url: url.replace(/\/$/, ''), key, siteId };
  console.warn('skipped: FOOTFALL_URL, FOOTFALL_KEY and FOOTFALL_SITE name the server to test');
  return undefined;
};

export interface Arrived {
  id: string;
  name: string;
  visitorId: string | null;
  sessionId: string | null;
  userId: string | null;
  pagePath: string | null;
  pageUrl: string | null;
  pageTitle: string | null;
  referrer: string | null;
  value: number | null;
  transactionId: string | null;
  isBot: boolean;
  properties: Record<string, unknown> | null;
}

const QUERY = `query ($sites: [ID!]!, $path: String!) {
  events(siteIds: $sites, first: 200, filters: [{ dimension: PAGE, op: STARTS_WITH, values: [$path] }]) {
    edges { node { id name visitorId sessionId userId pagePath pageUrl pageTitle referrer value
      transactionId isBot properties } }
  }
}`;

const graphql = async <T>({ url, key }: Target, query: string, variables: unknown): Promise<T> => {
  const answer = await fetch(url + '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data?: T; errors?: unknown };
  if (!data) throw new Error(JSON.stringify(errors));
  return data;
};

/** Events of pages below a path, oldest first, as the API tells them. */
export const eventsBelow = async (server: Target, path: string): Promise<Arrived[]> => {
  const { events } = await graphql<{ events: { edges: { node: Arrived }[] } }>(server, QUERY, {
    sites: [server.siteId],
    path,
  });
  return events.edges.map(({ node }) => node).reverse();
};

/** A site of its own on the same server, for pages of 127.0.0.1 that need no consent. */
export const createSite = async (server: Target): Promise<Target> => {
  const { createSite: made } = await graphql<{ createSite: { id: string } }>(
    server,
    'mutation ($input: CreateSiteInput!) { createSite(input: $input) { id } }',
    { input: { name: 'Settings', domains: ['127.0.0.1'], settings: { consent: 'not_required' } } },
  );
  return { ...server, siteId: made.id };
};

export const changeSite = async (server: Target, settings: unknown): Promise<void> => {
  await graphql(
    server,
    'mutation ($id: ID!, $input: UpdateSiteInput!) { updateSite(id: $id, input: $input) { id } }',
    { id: server.siteId, input: { settings } },
  );
};

/** A path that nobody else visits. */
export const uniquePath = (): string => `/t-${Math.random().toString(36).slice(2, 10)}`;
