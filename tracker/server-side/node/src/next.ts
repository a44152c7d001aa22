import { footfall, type Options, type Visit } from './index.js';

interface NextOptions extends Options {
  /** The visitor's address; the last entry of `x-forwarded-for` unless set, as the nearest proxy wrote it. */
  address?: (header: Visit['header']) => string | undefined;
}

interface FetchEvent {
  waitUntil: (work: Promise<unknown>) => void;
}

const nearest: NonNullable<NextOptions['address']> = (header) =>
  header('x-real-ip') ?? header('x-forwarded-for')?.split(',').pop()?.trim();

/**
 * For `proxy.ts` (until Next 15 `middleware.ts`): gives the response back, with the cookie where there
 * is a new one. The platform keeps running until the event is sent.
 */
export const footfallNext = (
  options: NextOptions,
): (<R extends Response>(request: Request, event: FetchEvent, response: R) => R) => {
  const look = footfall(options);
  return (request, event, response) => {
    try {
      const header = (name: string): string | null => request.headers.get(name);
      const { cookie, sent } = look({
        method: request.method,
        url: request.url,
        header,
        address: (options.address ?? nearest)(header),
      });
      if (cookie) response.headers.append('set-cookie', cookie);
      if (sent) event.waitUntil(sent);
    } catch (error) {
      options.onError?.(error);
    }
    return response;
  };
};
