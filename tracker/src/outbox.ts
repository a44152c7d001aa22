import { mayStore } from './identity';
import { settings } from './settings';
import { keysStartingWith, load, parse, save } from './storage';
import type { Batch } from './types';

const PREFIX = '_ff_q';
/** Each tab keeps what it could not send under its own key, so that none overwrites another's. */
const KEY = PREFIX + Math.random();
const BATCHES_MAX = 50;
const AGE_MS_MAX = 864e5;
const RETRY_DOUBLINGS_MAX = 8;

let waiting: Batch[] = [];
let sending: Batch | undefined;
let failures = 0;
let retryTimer: ReturnType<typeof setTimeout> | undefined;

const url = (): string => settings.host + settings.path;

const encode = (batch: Batch): string => JSON.stringify({ ...batch, sent_at: Date.now() });

const persist = (): void => {
  waiting = waiting.slice(-BATCHES_MAX);
  if (mayStore()) save(KEY, waiting[0] && JSON.stringify(waiting));
};

export const retryDelayMs = (failed: number): number =>
  1000 * 2 ** Math.min(failed, RETRY_DOUBLINGS_MAX) * (1 + Math.random());

/** Accepted, or refused for good; anything else may succeed later. */
export const isFinal = ({ status }: { status: number }): boolean => status < 500 && status != 429;

/** One request at a time, so that batches arrive in order. */
export const pump = async (): Promise<void> => {
  clearTimeout(retryTimer);
  const batch = waiting[0];
  if (sending || !batch) return;
  sending = batch;
  let done = false;
  try {
    // Browsers refuse to keep large requests alive, so a second try goes without.
    const body = encode(batch);
    done = isFinal(await fetch(url(), { method: 'POST', body, keepalive: !failures }));
  } catch {
    // The network failed: as good as a 503.
  }
  sending = undefined;
  if (done) {
    waiting = waiting.filter((other) => other != batch);
    failures = 0;
    void pump();
  } else retryTimer = setTimeout(() => void pump(), retryDelayMs(failures++));
  persist();
};

export const put = (batch: Batch): void => {
  waiting.push(batch);
};

/**
 * The page may be gone in a moment: everything that is not on its way leaves as a beacon. What has
 * failed before is kept as well, since a beacon tells nothing about its arrival and the collector
 * drops repeats.
 */
export const sendBeacons = (): void => {
  waiting = waiting.filter(
    (batch) =>
      batch == sending ||
      !navigator.onLine ||
      !navigator.sendBeacon(url(), encode(batch)) ||
      failures,
  );
  persist();
};

/** Takes over what earlier pages could not send. */
export const restore = (): void => {
  keysStartingWith(PREFIX).forEach((key) => {
    const batches = parse(load(key)) as Batch[];
    save(key);
    batches.forEach((batch) => {
      if (Date.now() - batch.events[0]!.timestamp < AGE_MS_MAX) put(batch);
    });
  });
  persist();
};
