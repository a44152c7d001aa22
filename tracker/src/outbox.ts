import { attempt } from './guard';
import { endpoint } from './settings';
import type { Batch } from './types';
import { eachKey, load, save } from './storage';
import { mayStore } from './identity';
import { context } from './context';

const PREFIX = '_ff_q';
/** Each tab keeps what it could not send under its own key, so that none overwrites another's. */
const KEY = PREFIX + Math.random();
const BATCHES_MAX = 50;
const AGE_MS_MAX = 864e5;
const RETRY_DOUBLINGS_MAX = 8;

export let waiting: Batch[] = [];
export let sending: Batch | undefined;
let failures = 0;
let retryTimer: ReturnType<typeof setTimeout> | undefined;

const encode = (batch: Batch): string =>
  JSON.stringify({ ...batch, context: context(), sent_at: Date.now() });

/** The collector drops repeats only for so long. What the device has kept may be anybody's. */
const persist = (): void => {
  waiting = waiting
    .filter(
      ({ events }: Partial<Batch>) => Date.now() - (events?.[0]?.timestamp as number) < AGE_MS_MAX,
    )
    .slice(-BATCHES_MAX);
  if (mayStore()) save(KEY, waiting[0] && waiting);
};

export const retryDelayMs = (failed: number): number =>
  1000 * 2 ** Math.min(failed, RETRY_DOUBLINGS_MAX) * (1 + Math.random());

/** Accepted, or refused for good. Too many requests, or a server in trouble: that may pass. */
export const isFinal = (answer: { status: number }): boolean => answer.status < 429;

/** One request at a time, so that batches arrive in order; what waits survives the page. */
export const pump = async (): Promise<void> => {
  persist();
  if (sending || !waiting[0]) return;
  clearTimeout(retryTimer);
  sending = waiting[0];
  // Browsers refuse to keep large requests alive, so a second try goes without. A network that fails is
  // as good as a 503.
  const done = await attempt(() =>
    fetch(endpoint(), { method: 'POST', body: encode(sending!), keepalive: !failures }).then(
      isFinal,
      () => false,
    ),
  );
  if (done) {
    waiting = waiting.filter((batch) => batch != sending);
    failures = 0;
  } else retryTimer = setTimeout(pump as () => void, retryDelayMs(failures++));
  sending = undefined;
  if (done) void pump();
};

export const discardWaiting = (): void => {
  waiting = [];
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
      !navigator.sendBeacon(endpoint(), encode(batch)) ||
      failures,
  );
  persist();
};

/** Takes over what earlier pages could not send; what this one has put there may be on its way. */
export const restore = (): void => {
  eachKey(PREFIX, (key) => {
    if (key != KEY) {
      waiting = waiting.concat((load(key) as Batch[] | undefined) || []);
      save(key);
    }
  });
};
