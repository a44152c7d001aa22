/**
 * Serves the SDL with made-up visitors, so that the pages can be looked at without a server:
 * `npm run mock [port]`, key `ff_mock`. Serves `dist` beside it when that is built.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { graphql, buildSchema, GraphQLError } from 'graphql';
import { useServer as serveSubscriptions } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Event, Realtime, Site, StatsInput } from './generated';
import { SCHEMA_PATH } from '../scripts/schema-path';
import { seeded } from './random';
import { answer } from './stats';
import { makeHistory, makeSession, type Session, type View } from './world';

const KEY = 'ff_mock';
const TRACKER = '../tracker/dist/core.js';
const PORT = Number(process.argv[2] ?? 8090);
const ACTIVE_MS = 3e5;
const MINUTE_MS = 6e4;

interface MockSite {
  site: Site;
  sessions: Session[];
  listeners: Set<(event: Event) => void>;
  perMinute: number;
}

const started = Date.now();
const makeSite = (
  id: string,
  name: string,
  domain: string,
  perDay: number,
  days: number,
  perMinute: number,
  rest: Partial<Site> = {},
): MockSite => ({
  site: {
    id,
    organizationId: 'default',
    refusedOrigins: [],
    name,
    domains: [domain],
    timezone: 'UTC',
    currency: 'USD',
    status: 'ACTIVE',
    installed: 'INSTALLED',
    firstParty: false,
    lastEventAt: new Date(started).toISOString(),
    snippet: `<script defer src="http://127.0.0.1:${PORT}/s/${id}.js"></script>`,
    createdAt: new Date(started - days * 864e5).toISOString(),
    settings: {
      address: 'discard',
      allowedHosts: [],
      consent: 'anonymous',
      honourDnt: false,
      keyEvents: ['purchase', 'revenue', 'generate_lead', 'sign_up'],
      lookup: true,
      paused: false,
      sessionTimeoutSec: 1800,
      weekStart: 'MONDAY',
      lookupPrecision: 'CITY',
      leads: [],
      tracking: {
        eventsOff: [],
        modules: [],
        autoTrack: true,
        identifyUsers: false,
        hashRouting: false,
        searchParams: [],
        linkedDomains: [],
        urlProperties: [],
        dataLayerProperties: [],
        scrubbedParams: [],
        aliases: [],
        excludedHosts: [],
        excludedPaths: [],
        excludedNetworks: [],
        excludedCountries: [],
        hashPaths: false,
      },
    },
    ...rest,
  },
  sessions: perDay ? makeHistory(id.length * 7919, started, days, perDay) : [],
  listeners: new Set(),
  perMinute,
});

const sites = process.argv.includes('--no-sites')
  ? []
  : [
      makeSite('acme', 'Acme Cloud', 'acme.example', 900, 120, 45),
      makeSite('journal', 'The Field Journal', 'journal.example', 60, 120, 4),
      makeSite('bakery', 'Nord Bakery', 'nord-bakery.example', 6, 60, 0.3),
      makeSite('fresh', 'Fresh Start', 'fresh.example', 0, 0, 0, {
        installed: 'NOT_DETECTED',
        lastEventAt: null,
      }),
    ];

const find = (ids: string[]): MockSite[] => {
  const found = sites.filter(({ site }) => ids.includes(site.id));
  if (found.length !== ids.length)
    throw new GraphQLError('no such site', { extensions: { code: 'NOT_FOUND' } });
  return found;
};

const sessionsOf = (ids: string[]): Session[] => find(ids).flatMap(({ sessions }) => sessions);

const toEvent = (siteId: string, session: Session, view: View, index: number): Event => ({
  id: `${session.id}-${index}`,
  siteId,
  name: view.event,
  timestamp: new Date(view.at).toISOString(),
  serverTimestamp: new Date(view.at).toISOString(),
  visitorId: session.visitor,
  sessionId: session.id,
  userId: null,
  pageUrl: 'https://example.com' + view.page,
  pagePath: view.page,
  pageTitle: null,
  referrer: session.referrer,
  source: session.source,
  medium: session.medium,
  channel: session.channel,
  campaign: session.campaign,
  country: session.country,
  region: null,
  city: session.city,
  device: session.device,
  browser: session.browser,
  os: session.os,
  language: 'en',
  company: null,
  visitorType: 'unknown',
  value: null,
  currency: null,
  transactionId: null,
  isBot: false,
  origin: 'tracker',
  properties: null,
});

const count = (values: (string | null)[]): { name: string | null; key: null; count: number }[] => {
  const counts = new Map<string | null, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([name, total]) => ({ name, key: null, count: total }))
    .sort((left, right) => right.count - left.count)
    .slice(0, 10);
};

const realtime = (ids: string[]): Realtime => {
  const now = Date.now();
  const recent = sessionsOf(ids).filter(
    (session) =>
      session.start > now - 36e5 && (session.views.at(-1)?.at ?? 0) > now - 31 * MINUTE_MS,
  );
  const views = recent.flatMap((session) =>
    session.views.filter((view) => view.at <= now).map((view) => ({ session, view })),
  );
  const active = recent.filter((session) =>
    session.views.some((view) => view.at <= now && view.at > now - ACTIVE_MS),
  );
  const firstMinute = Math.floor(now / MINUTE_MS) * MINUTE_MS - 29 * MINUTE_MS;
  const lastPage = (session: Session): string | null =>
    session.views.filter((view) => view.at <= now).at(-1)?.page ?? null;
  return {
    at: new Date(now).toISOString(),
    activeVisitors: new Set(active.map((session) => session.visitor)).size,
    activeSessions: active.length,
    activeSites: ids.length,
    eventsPerMinute: views.filter(({ view }) => view.at > now - MINUTE_MS).length,
    conversionRate: null,
    revenue: null,
    minutes: Array.from({ length: 30 }, (_, index) => {
      const from = firstMinute + index * MINUTE_MS;
      const inside = views.filter(({ view }) => view.at >= from && view.at < from + MINUTE_MS);
      return {
        at: new Date(from).toISOString(),
        visitors: new Set(inside.map(({ session }) => session.visitor)).size,
        pageviews: inside.filter(({ view }) => view.event === 'page_view').length,
        events: inside.length,
      };
    }),
    topPages: count(active.map(lastPage)),
    topSources: count(active.map((session) => session.source)),
    topCountries: count(active.map((session) => session.country)),
    visitors: active
      .slice(-20)
      .reverse()
      .map((session) => ({
        visitorId: session.visitor,
        siteId: ids[0]!,
        page: lastPage(session),
        source: session.source,
        channel: session.channel,
        country: session.country,
        city: session.city,
        device: session.device,
        browser: session.browser,
        company: null,
        pagesViewed: session.views.filter((view) => view.event === 'page_view' && view.at <= now)
          .length,
        timeOnSiteSec: Math.round((now - session.start) / 1000),
        firstSeen: new Date(session.start).toISOString(),
        lastSeen: new Date(now).toISOString(),
      })),
  };
};

const recentEvents = (ids: string[], first: number): Event[] =>
  find(ids)
    .flatMap(({ site, sessions }) =>
      sessions
        .slice(-400)
        .flatMap((session) =>
          session.views.map((view, index) => toEvent(site.id, session, view, index)),
        ),
    )
    .filter((event) => Date.parse(event.timestamp) <= Date.now())
    .sort((left, right) => right.timestamp.localeCompare(left.timestamp))
    .slice(0, first);

async function* every(ms: number, produce: () => unknown): AsyncGenerator {
  for (;;) {
    yield produce();
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

async function* liveEvents(ids: string[]): AsyncGenerator<{ events: Event }> {
  const queue: Event[] = [];
  let wake = (): void => undefined;
  const listener = (event: Event): void => {
    queue.push(event);
    wake();
  };
  const found = find(ids);
  found.forEach(({ listeners }) => listeners.add(listener));
  try {
    for (;;) {
      const event = queue.shift();
      if (event) yield { events: event };
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    found.forEach(({ listeners }) => listeners.delete(listener));
  }
}

const random = seeded(4711);
const arrive = (mock: MockSite): void => {
  const session = makeSession(random, Date.now(), 400);
  mock.sessions.push(session);
  session.views.forEach((view, index) =>
    setTimeout(
      () => {
        const event = toEvent(mock.site.id, session, view, index);
        mock.listeners.forEach((listener) => listener(event));
      },
      Math.max(0, view.at - Date.now()),
    ),
  );
  setTimeout(() => arrive(mock), (MINUTE_MS / mock.perMinute) * -Math.log(1 - random()));
};
for (const mock of sites)
  if (mock.perMinute) {
    for (let index = 0; index < mock.perMinute * 12; index++)
      mock.sessions.push(makeSession(random, Date.now() - random() * 18e5, 4000));
    arrive(mock);
  }

const connection = (nodes: unknown[]): unknown => ({
  edges: nodes.map((node, index) => ({ node, cursor: String(index) })),
  pageInfo: { hasNextPage: false, endCursor: null },
  totalCount: nodes.length,
});

const schema = buildSchema(readFileSync(SCHEMA_PATH, 'utf8'));
const queries = {
  sites: ({ search }: { search?: string }) =>
    connection(
      sites
        .map(({ site }) => site)
        .filter((site) => site.name.toLowerCase().includes((search ?? '').toLowerCase())),
    ),
  site: ({ id }: { id: string }) => sites.find(({ site }) => site.id === id)?.site ?? null,
  stats: ({ input }: { input: StatsInput }) => answer(sessionsOf(input.siteIds), input, Date.now()),
  dimensionValues: (args: StatsInput & { dimension: 'PAGE'; search?: string }) =>
    answer(
      sessionsOf(args.siteIds),
      { ...args, metrics: ['VISITORS'], dimensions: [args.dimension], filters: [] },
      Date.now(),
    )
      .rows.filter((row) =>
        row.dimensions[0]?.toLowerCase().includes((args.search ?? '').toLowerCase()),
      )
      .slice(0, 12)
      .map((row) => ({ name: row.dimensions[0], key: null, count: row.metrics[0] })),
  realtime: ({ siteIds }: { siteIds: string[] }) => realtime(siteIds),
  segments: () => [],
  definitions: () => ({ metrics: [], dimensions: [] }),
  event: () => null,
  events: ({ siteIds, first }: { siteIds: string[]; first?: number }) =>
    connection(recentEvents(siteIds, first ?? 50)),
};
const subscriptions = {
  realtime: ({ siteIds }: { siteIds: string[] }) =>
    every(1000, () => ({ realtime: realtime(siteIds) })),
  stats: ({ input }: { input: StatsInput }) =>
    every(2000, () => ({ stats: answer(sessionsOf(input.siteIds), input, Date.now()) })),
  events: ({ siteIds }: { siteIds: string[] }) => liveEvents(siteIds),
};

interface CollectBody {
  site_id: string;
  visitor: { id?: string };
  events: { id: string; name: string; properties: { url?: string; path?: string } }[];
}

/** Enough of a collector to try the tracker with: each event becomes a session of its own page. */
const collect = (body: CollectBody): boolean => {
  const mock = sites.find(({ site }) => site.id === body.site_id);
  if (!mock) return false;
  for (const sent of body.events) {
    const session: Session = {
      ...makeSession(random, Date.now(), 1),
      id: sent.id,
      visitor: body.visitor.id ?? 'cookieless',
      views: [
        {
          at: Date.now(),
          page: new URL(sent.properties.url ?? 'http://mock/').pathname,
          event: sent.name,
        },
      ],
    };
    if (mock.sessions.some(({ id }) => id === sent.id)) continue;
    mock.sessions.push(session);
    const event = { ...toEvent(mock.site.id, session, session.views[0]!, 0), id: sent.id };
    mock.listeners.forEach((listener) => listener(event));
  }
  return true;
};

const bodyOf = (request: IncomingMessage): Promise<string> =>
  new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
  });

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const CSP =
  "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; style-src 'self' 'unsafe-inline'";

const server = createServer((request, response) => {
  const path = new URL(request.url ?? '/', 'http://mock').pathname;
  if (path === '/graphql') {
    void bodyOf(request).then((text) => {
      void (async () => {
        response.setHeader('content-type', 'application/json');
        if (request.headers.authorization !== 'Bearer ' + KEY) {
          const errors = [{ message: 'unknown key', extensions: { code: 'UNAUTHENTICATED' } }];
          return response.end(JSON.stringify({ errors }));
        }
        const body = JSON.parse(text) as {
          query: string;
          variables?: Record<string, unknown>;
        };
        const result = await graphql({
          schema,
          source: body.query,
          variableValues: body.variables,
          rootValue: queries,
        });
        response.end(JSON.stringify(result));
      })();
    });
    return;
  }
  if (path === '/api/collect') {
    void bodyOf(request).then((text) => {
      const accepted = collect(JSON.parse(text) as CollectBody);
      response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
      response.setHeader('timing-allow-origin', '*');
      response.writeHead(accepted ? 202 : 404).end(JSON.stringify({ success: accepted }));
    });
    return;
  }
  const snippet = /^\/s\/(\w+)\.js$/.exec(path);
  if (snippet && existsSync(TRACKER)) {
    response.setHeader('content-type', 'text/javascript');
    response.setHeader('cross-origin-resource-policy', 'cross-origin');
    const config = JSON.stringify({ site: snippet[1] });
    response.end(`window.__footfall_config=${config};${readFileSync(TRACKER, 'utf8')}`);
    return;
  }
  const wanted = join('dist', normalize(path));
  const file = existsSync(wanted) && statSync(wanted).isFile() ? wanted : 'dist/index.html';
  if (!existsSync(file)) return response.writeHead(404).end('run `npm run build` first');
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  response.setHeader('content-security-policy', CSP);
  response.end(readFileSync(file));
});

serveSubscriptions(
  {
    schema,
    roots: { subscription: subscriptions },
    onConnect: ({ connectionParams }) => connectionParams?.['Authorization'] === 'Bearer ' + KEY,
  },
  new WebSocketServer({ server, path: '/graphql/ws' }),
);
server.listen(PORT, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${PORT}/#key=${KEY}`);
});
