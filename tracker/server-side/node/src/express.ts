import type { IncomingMessage, ServerResponse } from 'node:http';
import { footfall, type Options } from './index.js';

/** What of Express' request is read; `ip` and `protocol` follow its setting `trust proxy`. */
interface ExpressRequest extends IncomingMessage {
  ip?: string;
  protocol?: string;
  originalUrl?: string;
}

/** `app.use(footfallExpress({ … }))`, before the routes of pages. */
export const footfallExpress = (
  options: Options,
): ((request: ExpressRequest, response: ServerResponse, next: () => void) => void) => {
  const look = footfall(options);
  return (request, response, next) => {
    try {
      const { headers, protocol = 'http', originalUrl = request.url ?? '/' } = request;
      const { cookie } = look({
        method: request.method ?? 'GET',
        url: `${protocol}://${headers.host ?? 'localhost'}${originalUrl}`,
        header: (name) => headers[name]?.toString(),
        address: request.ip ?? request.socket.remoteAddress,
      });
      if (cookie) response.appendHeader('set-cookie', cookie);
    } catch (error) {
      options.onError?.(error);
    }
    next();
  };
};
