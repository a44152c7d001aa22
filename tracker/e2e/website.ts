import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { siteScript } from '../scripts/site.mjs';
import type { Target } from './server';

interface Built {
  name: string;
  early: boolean;
  file: string;
}

const read = (file: string): string => readFileSync(`dist/${file}`, 'utf8');
const modules = JSON.parse(read('modules.json')) as Built[];

export interface Site {
  /** Settings of the tracker. */
  config?: Record<string, unknown>;
  /** Modules that are on, by name. */
  modules?: string[];
}

/** The site's script, put together from the build as the server does it. */
export const scriptFor = ({ url, siteId }: Target, { config, modules: on = [] }: Site): string => {
  const chosen = modules.filter(({ name }) => on.includes(name));
  const late = chosen.filter(({ early }) => !early).map(({ file }) => [`/${file}`]);
  const early = modules.filter(
    ({ name, early }) => early && (on.includes(name) || (name == 'load' && late.length > 0)),
  );
  return siteScript(
    { site: siteId, endpoint: `${url}/api/collect`, modules: late, ...config },
    early.map(({ file }) => read(file)),
    read('core.js'),
  );
};

export interface Website {
  origin: string;
  /** How often each path was asked for. */
  asked: Map<string, number>;
  /** What pages have told by `POST /told`. */
  told: string[];
  close: () => void;
}

export type Page = (path: string) => {
  html: string;
  headers?: Record<string, string>;
  status?: number;
};

/** Pages on a port of their own; `/s.js` is the site's script. */
export const serveWebsite = async (server: Target, site: Site, page: Page): Promise<Website> => {
  const asked = new Map<string, number>();
  const told: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    asked.set(pathname, (asked.get(pathname) ?? 0) + 1);
    if (pathname == '/s.js' || pathname.startsWith('/m/')) {
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.setHeader('access-control-allow-origin', '*');
      response.end(pathname == '/s.js' ? scriptFor(server, site) : read(pathname.slice(1)));
      return;
    }
    if (pathname == '/told') {
      request.on('data', (chunk: Buffer) => told.push(chunk.toString()));
      request.on('end', () => response.end());
      return;
    }
    if (pathname == '/favicon.ico') {
      response.statusCode = 204;
      response.end();
      return;
    }
    const { html, headers = {}, status = 200 } = page(pathname);
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(html);
  };
  const http = createServer(answer);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    told,
    close: () => {
      http.closeAllConnections();
      http.close();
    },
  };
};

export const SCRIPT = '<script defer src="/s.js"></script>';

export const html = (body = '', head = SCRIPT): string =>
  `<!doctype html><meta charset="utf-8"><title>A page</title>${head}${body}`;
