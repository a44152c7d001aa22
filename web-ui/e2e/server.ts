import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';

/** The binary under test. `FOOTFALL_PREVIEW=1` takes the pages of `dist` in place of those within it. */
export const binary = process.env['FOOTFALL_BIN'];

export interface Installation {
  /** Where the pages are. */
  url: string;
  /** What the server prints once, while nobody has an account. */
  setUpLink: string;
  /** What it has written so far, mails without a mail server included. */
  log: () => string;
  /** Runs a command beside the server. */
  run: (...words: string[]) => string;
  stop: () => Promise<void>;
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

/** A server of its own, on an empty data directory. */
export const startInstallation = async (): Promise<Installation> => {
  const data = mkdtempSync(join(tmpdir(), 'footfall-e2e-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(binary!, ['--data', data, 'serve', '--listen', `127.0.0.1:${port}`]);
  let text = '';
  const note = (chunk: Buffer): void => {
    text += chunk.toString();
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  for (let tries = 0; ; tries++) {
    const ready = await fetch(origin + '/ready').catch(() => undefined);
    if (ready?.ok && text.includes('/set-up#')) break;
    if (tries > 300) throw new Error('the server does not become ready:\n' + text);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const pages = process.env['FOOTFALL_PREVIEW']
    ? await preview({
        logLevel: 'error',
        preview: {
          host: '127.0.0.1',
          port: await freePort(),
          proxy: {
            '^/graphql': { target: origin, ws: true },
            '^/(api|s|m|auth)/': { target: origin },
          },
        },
      })
    : undefined;
  const url = (pages?.resolvedUrls?.local[0] ?? origin).replace(/\/$/, '');
  return {
    url,
    setUpLink: url + (/\/set-up#token=\S+/.exec(text)?.[0] ?? ''),
    log: () => text,
    run: (...words) =>
      execFileSync(binary!, ['--data', data, ...words], { encoding: 'utf8' }).trim(),
    stop: async () => {
      await pages?.close();
      await ended(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
};
