// @vitest-environment node
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { footfallExpress } from '../src/express';
import { footfall, type Options, type Outcome } from '../src/index';
import { footfallNext } from '../src/next';

interface Received {
  headers: IncomingHttpHeaders;
  body: {
    site_id: string;
    visitor: { id?: string; is_new?: boolean };
    context: Record<string, unknown>;
    events: { name: string; properties: Record<string, unknown> }[];
  };
}

const received: Received[] = [];
let status = 202;
let collector: Server;
let options: Options;

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

beforeAll(async () => {
  collector = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body: JSON.parse(text) as Received['body'] });
      response.writeHead(status).end('{}');
    });
  });
  options = {
    host: await listen(collector),
    site: 'site-1',
    key: 'ffk_test',
    domains: ['www.example.com', 'example.com'],
  };
});
beforeEach(() => {
  received.length = 0;
  status = 202;
});
afterAll(() => collector.close());

const PAGE = { accept: 'text/html', 'user-agent': 'Agent/1', 'accept-language': 'de-AT,de;q=0.9' };

const look = async (
  url: string,
  headers: Record<string, string> = {},
  more: Partial<Options> = {},
  method = 'GET',
): Promise<Outcome> => {
  const all: Record<string, string> = { ...PAGE, ...headers };
  const outcome = footfall({ ...options, ...more })({
    method,
    url,
    header: (name) => all[name],
    address: '203.0.113.7',
  });
  await outcome.sent;
  return outcome;
};

describe('a visit', () => {
  it('of somebody new gets a cookie and is sent under the key', async () => {
    const { cookie } = await look('https://shop.example.com/a?x=1', { referer: 'https://t.co/' });
    expect(received).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: undefined }] = received;
    expect(headers.authorization).toBe('Bearer ffk_test');
    expect(body).toMatchObject({
      site_id: 'site-1',
      visitor: { is_new: true },
      context: {
        ip: '203.0.113.7',
        user_agent: 'Agent/1',
        language: 'de-AT',
        consent: 'not_required',
      },
      events: [
        {
          name: 'page_view',
          properties: { url: 'https://shop.example.com/a?x=1', referrer: 'https://t.co/' },
        },
      ],
    });
    expect(cookie).toBe(
      `_ff=${body?.visitor.id ?? ''}; Path=/; Max-Age=63072000; SameSite=Lax; Domain=example.com; Secure`,
    );
  });

  it('of somebody known is left alone', async () => {
    expect(await look('https://example.com/', { cookie: 'a=b; _ff=v-1' })).toEqual({});
    expect(received).toHaveLength(0);
  });

  it.each(['utm_source=x', 'gclid=1', 'msclkid=1', 'ScCid=1', 'li_fat_id=1'])(
    'of somebody known with the campaign %s is sent, without a new cookie',
    async (query) => {
      const { cookie } = await look('https://example.com/?' + query, { cookie: '_ff=v-1' });
      expect(cookie).toBeUndefined();
      expect(received[0]?.body.visitor).toEqual({ id: 'v-1', is_new: false });
    },
  );

  it('with a cookie that is none of ours gets another', async () => {
    const { cookie } = await look('https://example.com/', { cookie: '_ff=<script>' });
    expect(cookie).toMatch(/^_ff=[0-9a-f-]{36};/);
  });

  it.each<[string, Record<string, string>, string?]>([
    ['an image', { accept: 'image/png' }],
    ['a script', { 'sec-fetch-dest': 'script' }],
    ['a prefetch', { 'sec-purpose': 'prefetch;prerender' }],
    ['a form', {}, 'POST'],
  ])('is not %s', async (_, headers, method) => {
    expect(await look('https://example.com/?utm_source=x', headers, {}, method)).toEqual({});
    expect(received).toHaveLength(0);
  });

  it('can be told under another name', async () => {
    await look('https://example.com/', {}, { event: 'touch' });
    expect(received[0]?.body.events[0]?.name).toBe('touch');
  });

  // As the tools write their cookies.
  it.each([
    ['cookieyes-consent=consentid:x,consent:yes,action:yes,necessary:yes,analytics:yes', 'granted'],
    ['cookieyes-consent=consentid:x,consent:no,action:yes,necessary:yes,analytics:no', 'denied'],
    ['cookieyes-consent=consentid:x,consent:,action:,necessary:,analytics:', 'unknown'],
    ["CookieConsent=%7Bstamp%3A'x'%2Cnecessary%3Atrue%2Cstatistics%3Atrue%7D", 'granted'],
    ['CookieConsent={stamp:%27x%27%2Cnecessary:true%2Cstatistics:false}', 'denied'],
    ['OptanonAlertBoxClosed=x; OptanonConsent=groups=C0001%3A1%2CC0002%3A1', 'granted'],
    ['OptanonAlertBoxClosed=x; OptanonConsent=groups=C0001%3A1%2CC0002%3A0', 'denied'],
    ['OptanonConsent=groups=C0001%3A1%2CC0002%3A1', 'unknown'],
    ['other=%E0%A4%A', 'unknown'],
  ])('with %s: consent is %s', async (cookie, consent) => {
    const outcome = await look('https://example.com/', { cookie }, { consent: 'unknown' });
    expect(received[0]?.body.context.consent).toBe(consent);
    expect(!!outcome.cookie).toBe(consent === 'granted');
    expect(!!received[0]?.body.visitor.id).toBe(consent === 'granted');
  });

  it('costs nothing but a report where the server refuses or is not there', async () => {
    const errors: unknown[] = [];
    const onError = (error: unknown): void => void errors.push(error);
    status = 503;
    expect((await look('https://example.com/', {}, { onError })).cookie).toBeTruthy();
    expect(
      (await look('https://example.com/', {}, { onError, host: 'http://127.0.0.1:1' })).cookie,
    ).toBeTruthy();
    expect(errors).toHaveLength(2);
  });
});

describe('Express', () => {
  it('serves its page with the cookie, with what the proxy in front says', async () => {
    const app = express();
    app.set('trust proxy', 'loopback');
    app.use(footfallExpress(options));
    app.get('/page', (_request, response) => {
      response.cookie('own', '1').send('page');
    });
    const server = createServer(app);
    const origin = await listen(server);
    const answer = await fetch(origin + '/page?a=1', {
      headers: { ...PAGE, 'x-forwarded-for': '198.51.100.9', 'x-forwarded-proto': 'https' },
    });
    expect(await answer.text()).toBe('page');
    expect(answer.headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual([
      '_ff',
      'own',
    ]);
    await expect.poll(() => received.length).toBe(1);
    expect(received[0]?.body.context.ip).toBe('198.51.100.9');
    expect(received[0]?.body.events[0]?.properties.url).toBe(
      origin.replace('http', 'https') + '/page?a=1',
    );
    server.close();
  });
});

describe('Next', () => {
  it('gets its response back with the cookie, and keeps running until the event is sent', async () => {
    const work: Promise<unknown>[] = [];
    const response = new Response('page', { headers: { 'set-cookie': 'own=1' } });
    const request = new Request('https://example.com/page', {
      headers: { ...PAGE, 'x-forwarded-for': 'spoofed, 198.51.100.9' },
    });
    const given = footfallNext(options)(request, { waitUntil: (one) => work.push(one) }, response);
    expect(given).toBe(response);
    expect(given.headers.getSetCookie()).toHaveLength(2);
    await Promise.all(work);
    expect(received[0]?.body.context.ip).toBe('198.51.100.9');
  });

  it('gets its response back untouched for an asset', () => {
    const response = new Response('x');
    const request = new Request('https://example.com/a.js', { headers: { accept: '*/*' } });
    const waitUntil = (): never => {
      throw new Error('nothing to wait for');
    };
    expect(footfallNext(options)(request, { waitUntil }, response)).toBe(response);
    expect([...response.headers.keys()]).not.toContain('set-cookie');
  });
});
