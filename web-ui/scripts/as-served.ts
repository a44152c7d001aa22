import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** `vite preview` with the policy and the nonce that the server sends, so that what it forbids is found here. */
export const asServed = (): Plugin => ({
  name: 'as-served',
  configurePreviewServer: (server) => {
    server.middlewares.use((request, response, next) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const isPage =
        request.method === 'GET' &&
        !path.includes('.') &&
        !/^\/(graphql|api|s|m|auth)\b/.test(path);
      if (!isPage) return next();
      const nonce = randomBytes(16).toString('base64url');
      const meta = `<head>\n    <meta property="csp-nonce" nonce="${nonce}" />`;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('cache-control', 'no-store');
      response.setHeader(
        'content-security-policy',
        `default-src 'self'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; ` +
          "connect-src 'self' ws: wss:; img-src 'self' data:; object-src 'none'; base-uri 'none'; " +
          "form-action 'self'; frame-ancestors 'none'",
      );
      response.end(readFileSync('dist/index.html', 'utf8').replace('<head>', meta));
    });
  },
});
