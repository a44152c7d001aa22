/**
 * Made-up visits with everything that the dashboard shows, as NDJSON for `footfall import events`:
 * `npm run --silent seed -- <days> <sessions a day> [distinct pages] > visits.ndjson`
 */
import { seeded } from './random';
import { AGENTS, BOTS, CAMPAIGNS, PAGES, PLACES, REFERRERS, SCREENS } from './seed-lists';

const DAY_MS = 864e5;
const [days = 60, perDay = 120, distinctPages = 0] = process.argv.slice(2).map(Number);
const random = seeded(20_261_121);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() ** 1.7 * list.length)]!;
const any = (below: number): number => Math.floor(random() * below);
const host = 'https://seeded.example';

interface Visit {
  at: number;
  visitor: string;
  isNew: boolean;
}

const events = (visit: Visit): unknown[] => {
  const list: unknown[] = [];
  const campaign = random() < 0.3 ? pick(CAMPAIGNS) : undefined;
  let { at } = visit;
  const add = (name: string, properties: Record<string, unknown>): void => {
    list.push({ name, timestamp: Math.round(at), properties });
  };
  const views = random() < 0.4 ? 1 : 2 + any(5);
  for (let view = 0; view < views; view++) {
    const [path, title] =
      distinctPages && random() < 0.8 ? [`/archive/${any(distinctPages)}`, 'Archive'] : pick(PAGES);
    const url = host + path + (view === 0 && campaign ? '?' + campaign : '');
    add('page_view', {
      url,
      title,
      page_view_number: view + 1,
      ...(view === 0 && !campaign && { referrer: pick(REFERRERS) }),
    });
    at += 4000 + any(60_000);
    add('user_engagement', {
      url,
      engagement_time_msec: 2000 + any(50_000),
      scroll_depth_percent: 20 + any(80),
      page_view_number: view + 1,
    });
    if (random() < 0.06) add('search', { url, search_term: pick(['size', 'returns', 'wool']) });
    if (random() < 0.05) add('file_download', { url, file_name: '/guide.pdf', extension: 'pdf' });
    if (random() < 0.05)
      add('outbound_click', {
        url,
        link_url: pick(['https://partner.example/', 'https://a.example/x']),
      });
    if (random() < 0.03)
      add('sign_up', { url, plan: pick(['free', 'pro', 'team']), seats: 1 + any(9) });
    if (random() < 0.02)
      add('purchase', {
        url,
        transaction_id: `t-${visit.visitor}-${view}-${visit.at}`,
        value: 10 + any(200),
        currency: 'EUR',
      });
  }
  return list;
};

const now = Date.now();
const known: string[] = [];
for (let day = days; day >= 0; day--) {
  const weekend = [0, 6].includes(new Date(now - day * DAY_MS).getUTCDay());
  const sessions = perDay * (weekend ? 0.55 : 1) * (1.3 - day / days / 2) * (0.85 + random() * 0.3);
  for (let index = 0; index < sessions; index++) {
    const hour = (8 + (random() + random() + random() - 1) * 9 + 24) % 24;
    const start = Math.floor((now - day * DAY_MS) / DAY_MS) * DAY_MS + hour * 36e5;
    if (start > now - 6e5) continue;
    const bot = random() < 0.07;
    const returning = known.length > 20 && random() < 0.3;
    const visitor = returning ? known[any(known.length)]! : `seeded-${known.length}`;
    if (!returning) known.push(visitor);
    const [network, timezone, language] = pick(PLACES);
    const agent = pick(bot ? BOTS : AGENTS);
    const [width, height] = pick(SCREENS);
    console.log(
      JSON.stringify({
        visitor: { id: visitor, is_new: !returning },
        session: { id: `${visitor}-${start}`, number: returning ? 2 : 1, is_new: true },
        context: {
          ip: `${network}.${any(200)}.${1 + any(250)}`,
          user_agent: agent,
          screen_width: width,
          screen_height: height,
          viewport_width: width,
          viewport_height: height - 120,
          timezone,
          language,
          consent: 'granted',
        },
        events: events({ at: start, visitor, isNew: !returning }),
      }),
    );
  }
}
