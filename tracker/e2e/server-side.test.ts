import { describe, expect, it } from 'vitest';
import { footfall } from '../server-side/node/src/index';
import { eventsBelow, target, uniquePath } from './server';

const server = target();

describe.skipIf(!server)('what a server sends', () => {
  it('arrives with the visitor that got the cookie', async () => {
    const path = uniquePath();
    const errors: unknown[] = [];
    const look = footfall({
      host: server!.url,
      site: server!.siteId,
      key: server!.key,
      onError: (error) => errors.push(error),
    });
    const headers: Record<string, string> = {
      accept: 'text/html',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    };
    const { cookie, sent } = look({
      method: 'GET',
      url: `https://127.0.0.1${path}?utm_source=news`,
      header: (name) => headers[name],
      address: '203.0.113.7',
    });
    await sent;
    expect(errors).toEqual([]);
    await expect.poll(async () => (await eventsBelow(server!, path)).length).toBe(1);
    const [view] = await eventsBelow(server!, path);
    expect(view).toMatchObject({ name: 'page_view', isBot: false });
    expect(cookie).toContain(`_ff=${view?.visitorId ?? '-'};`);
  });
});
