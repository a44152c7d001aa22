import { pick, seeded, type Weighted } from './random';

export interface View {
  at: number;
  page: string;
  event: string;
}

export interface Session {
  id: string;
  visitor: string;
  start: number;
  isNew: boolean;
  bounced: boolean;
  durationSec: number;
  source: string;
  medium: string;
  channel: string;
  campaign: string | null;
  referrer: string | null;
  country: string | null;
  city: string | null;
  device: string;
  browser: string;
  os: string;
  views: View[];
}

const DAY_MS = 864e5;

const SOURCES: Weighted<readonly [string, string, string, string | null]> = [
  [['(direct)', '(none)', 'Direct', null], 34],
  [['google', 'organic', 'Organic Search', 'https://www.google.com/'], 28],
  [['hackernews', 'referral', 'Referral', 'https://news.ycombinator.com/item?id=40213001'], 9],
  [['duckduckgo', 'organic', 'Organic Search', 'https://duckduckgo.com/'], 6],
  [['newsletter', 'email', 'Email', null], 6],
  [['twitter', 'social', 'Organic Social', 'https://t.co/'], 5],
  [['google', 'cpc', 'Paid Search', 'https://www.google.com/'], 5],
  [['chatgpt.com', 'ai', 'AI Assistants', 'https://chatgpt.com/'], 4],
  [['github.com', 'referral', 'Referral', 'https://github.com/'], 4],
  [['reddit', 'social', 'Organic Social', 'https://www.reddit.com/r/selfhosted/'], 3],
  [['bing', 'organic', 'Organic Search', 'https://www.bing.com/'], 2],
  [['linkedin', 'social', 'Organic Social', 'https://www.linkedin.com/'], 1.4],
  [['youtube', 'video', 'Organic Video', 'https://www.youtube.com/'], 1.1],
  [['lobste.rs', 'referral', 'Referral', 'https://lobste.rs/'], 0.8],
];
const PAGES: Weighted<string> = [
  ['/', 30],
  ['/pricing', 12],
  ['/docs/getting-started', 11],
  ['/blog/how-we-count-visitors-without-cookies', 9],
  ['/features', 8],
  ['/docs/install', 7],
  ['/blog', 5],
  ['/about', 3],
  ['/docs/events', 3],
  ['/changelog', 2.6],
  ['/docs/self-hosting/reverse-proxy-and-first-party-collection', 2],
  ['/customers', 1.5],
  ['/sign-up', 4],
  ['/contact', 1],
];
const PLACES: Weighted<readonly [string | null, string | null]> = [
  [['US', 'New York'], 24],
  [['DE', 'Berlin'], 14],
  [['GB', 'London'], 10],
  [['FR', 'Paris'], 7],
  [['IN', 'Bengaluru'], 7],
  [['NL', 'Amsterdam'], 5],
  [['CA', 'Toronto'], 5],
  [['SE', 'Stockholm'], 3],
  [['BR', 'São Paulo'], 3],
  [['JP', 'Tokyo'], 3],
  [['AU', 'Sydney'], 2.5],
  [['PL', 'Warsaw'], 2],
  [['ES', 'Madrid'], 2],
  [['CH', 'Zürich'], 1.5],
  [[null, null], 2],
];
const DEVICES: Weighted<readonly [string, Weighted<readonly [string, string]>]> = [
  [
    [
      'desktop',
      [
        [['Chrome', 'Windows'], 40],
        [['Chrome', 'macOS'], 20],
        [['Safari', 'macOS'], 14],
        [['Firefox', 'Windows'], 9],
        [['Firefox', 'Linux'], 8],
        [['Edge', 'Windows'], 9],
      ],
    ],
    58,
  ],
  [
    [
      'mobile',
      [
        [['Mobile Safari', 'iOS'], 55],
        [['Chrome Mobile', 'Android'], 40],
        [['Samsung Internet', 'Android'], 5],
      ],
    ],
    37,
  ],
  [['tablet', [[['Mobile Safari', 'iPadOS'], 1]]], 5],
];
const CAMPAIGNS: Weighted<string> = [
  ['spring-launch', 5],
  ['brand', 4],
  ['weekly-digest', 6],
  ['retargeting-q4', 2],
];
const EXTRA_EVENTS: Weighted<string | null> = [
  [null, 62],
  ['scroll', 16],
  ['outbound_click', 8],
  ['file_download', 4],
  ['form_start', 5],
  ['sign_up', 2.5],
  ['generate_lead', 1.5],
];
/** By UTC hour. */
const HOURS = [3, 2, 2, 2, 2, 3, 5, 7, 9, 11, 12, 12, 11, 12, 13, 13, 12, 11, 9, 8, 7, 6, 5, 4];

export const makeSession = (random: () => number, start: number, visitors: number): Session => {
  const [source, medium, channel, referrer] = pick(random, SOURCES);
  const [country, city] = pick(random, PLACES);
  const [device, clients] = pick(random, DEVICES);
  const [browser, os] = pick(random, clients);
  const pages = 1 + Math.floor(-Math.log(1 - random()) * 1.5);
  const views: View[] = [];
  let at = start;
  for (let index = 0; index < pages; index++) {
    const page = pick(random, PAGES);
    views.push({ at, page, event: 'page_view' });
    const extra = pick(random, EXTRA_EVENTS);
    if (extra) views.push({ at: at + 6000, page, event: extra });
    at += 8000 + random() * 110_000;
  }
  return {
    id: Math.floor(random() * 1e15).toString(36),
    visitor: `v${Math.floor(random() ** 1.6 * visitors)}`,
    start,
    isNew: random() < 0.64,
    bounced: pages === 1 && random() < 0.8,
    durationSec: pages === 1 ? random() * 24 : (at - start) / 1000,
    source,
    medium,
    channel,
    campaign: medium === 'cpc' || medium === 'email' ? pick(random, CAMPAIGNS) : null,
    referrer,
    country,
    city,
    device,
    browser,
    os,
    views,
  };
};

export const makeHistory = (seed: number, now: number, days: number, perDay: number): Session[] => {
  const random = seeded(seed);
  const hours: Weighted<number> = HOURS.map((weight, hour) => [hour, weight] as const);
  const sessions: Session[] = [];
  const today = Math.floor(now / DAY_MS);
  for (let day = today - days; day <= today; day++) {
    const weekday = new Date(day * DAY_MS).getUTCDay();
    const growth = 0.55 + (0.45 * (day - today + days)) / days;
    const wave = weekday === 0 || weekday === 6 ? 0.58 : 1;
    const launch = today - day === 12 ? 2.4 : 1;
    const count = Math.round(perDay * growth * wave * launch * (0.85 + random() * 0.3));
    for (let index = 0; index < count; index++) {
      const start = day * DAY_MS + pick(random, hours) * 36e5 + random() * 36e5;
      const session = makeSession(random, start, perDay * 40);
      if (start < now) sessions.push(session);
    }
  }
  return sessions.sort((left, right) => left.start - right.start);
};
