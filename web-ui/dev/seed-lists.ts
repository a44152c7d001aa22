/** The commonest first. */
export const PAGES: readonly (readonly [string, string])[] = [
  ['/', 'Start'],
  ['/pricing', 'Pricing'],
  ['/blog/how-we-count', 'How we count'],
  ['/docs/install', 'Install'],
  ['/blog/why-open-tables', 'Why open tables'],
  ['/features', 'Features'],
  ['/docs/api', 'API'],
  ['/about', 'About'],
  ['/customers', 'Customers'],
  ['/docs/events', 'Events'],
  ['/changelog', 'Changelog'],
  ['/contact', 'Contact'],
  ['/docs/a-very-long-path/that-nobody-will-ever/want-to-read/to-its-end/index.html', 'Long'],
  ['/ümläut/日本語', 'Other letters'],
];

export const REFERRERS = [
  '',
  'https://www.google.com/',
  '',
  'https://news.ycombinator.com/',
  'https://t.co/abc',
  'https://www.bing.com/',
  'https://duckduckgo.com/',
  'https://www.reddit.com/r/selfhosted/',
  'https://chatgpt.com/',
  'https://github.com/some/repository',
  'https://www.youtube.com/watch?v=1',
  'https://lobste.rs/s/1',
  'https://www.perplexity.ai/',
];

export const CAMPAIGNS = [
  'utm_source=google&utm_medium=cpc&utm_campaign=brand&utm_term=web+analytics',
  'utm_source=newsletter&utm_medium=email&utm_campaign=november&utm_content=button',
  'utm_source=facebook&utm_medium=paid&utm_campaign=autumn&utm_content=video',
  'gclid=seeded',
  'utm_source=linkedin&utm_medium=social&utm_campaign=launch&utm_term=privacy',
  'utm_source=partner&utm_medium=affiliate&utm_campaign=partners',
];

const chrome = (system: string): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/`;

export const AGENTS = [
  chrome('Windows NT 10.0; Win64; x64') + '142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  chrome('Macintosh; Intel Mac OS X 10_15_7') + '142.0.0.0 Safari/537.36',
  chrome('Linux; Android 15; Pixel 8') + '141.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  chrome('Windows NT 10.0; Win64; x64') + '141.0.0.0 Safari/537.36 Edg/141.0.0.0',
  'Mozilla/5.0 (iPad; CPU OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
  chrome('Windows NT 10.0; Win64; x64') + '139.0.0.0 Safari/537.36',
];

export const BOTS = [
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
  'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
  'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
  'curl/8.5.0',
];

export const SCREENS: readonly (readonly [number, number])[] = [
  [1920, 1080],
  [390, 844],
  [1440, 900],
  [412, 915],
  [2560, 1440],
  [1536, 864],
  [820, 1180],
];

/** The first two bytes of an address, a zone and a language. */
export const PLACES: readonly (readonly [string, string, string])[] = [
  ['73.12', 'America/New_York', 'en-US'],
  ['91.10', 'Europe/Berlin', 'de-DE'],
  ['81.2', 'Europe/London', 'en-GB'],
  ['90.20', 'Europe/Paris', 'fr-FR'],
  ['49.36', 'Asia/Kolkata', 'hi-IN'],
  ['177.40', 'America/Sao_Paulo', 'pt-BR'],
  ['24.48', 'America/Toronto', 'en-CA'],
  ['77.160', 'Europe/Amsterdam', 'nl-NL'],
  ['126.30', 'Asia/Tokyo', 'ja-JP'],
  ['1.128', 'Australia/Sydney', 'en-AU'],
  ['83.32', 'Europe/Madrid', 'es-ES'],
  ['79.10', 'Europe/Rome', 'it-IT'],
  ['78.64', 'Europe/Stockholm', 'sv-SE'],
  ['83.10', 'Europe/Warsaw', 'pl-PL'],
  ['187.130', 'America/Mexico_City', 'es-MX'],
  ['175.200', 'Asia/Seoul', 'ko-KR'],
  ['105.112', 'Africa/Lagos', 'en-NG'],
  ['181.20', 'America/Argentina/Buenos_Aires', 'es-AR'],
  ['118.200', 'Asia/Singapore', 'en-SG'],
  ['41.10', 'Africa/Johannesburg', 'en-ZA'],
];
