import { uuid } from './id';
import { later } from './later';
import { pageUrl } from './page';
import type { Batch, Happened, Hook, Props, TrackedEvent } from './types';
import { maySend, touch, viewNumber } from './identity';
import { isOn, settings } from './settings';
import { attempt } from './guard';
import { pump, sending, waiting } from './outbox';

const EVENTS_MAX = 10;
const WAIT_MS = 5000;

/** Modules look at every event here, after the page's `beforeSend`. */
export const hooks: Hook[] = [];

const tracked: Happened[] = [];
let batch: Batch | undefined;
let batchKey: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** What cannot be sent must not hold up what can, so it fails here. */
const copy = <T>(event: T): T => JSON.parse(JSON.stringify(event)) as T;

/** Makes batches of what was tracked. Storage is touched here, once for many events, and in no handler. */
export const gather = (): void => {
  tracked.splice(0).forEach((given) =>
    attempt(() => {
      if (!maySend() || !isOn(given.name)) return;
      const made = copy(
        [settings.beforeSend, ...hooks].reduce<ReturnType<Hook>>(
          (event, hook) => (event && hook ? hook(event) : event),
          { id: uuid(), ...given },
        ),
      ) as TrackedEvent;
      const head = touch(made.timestamp, made.name == 'page_view');
      made.properties.page_view_number = viewNumber;
      // Visitor and session are stated once a batch, so a change of either ends it.
      const key = [head.session.id, head.visitor.user_id] + '';
      if (
        key != batchKey ||
        batch == sending ||
        batch!.events.length >= EVENTS_MAX ||
        !waiting.includes(batch!)
      )
        waiting.push((batch = { site_id: settings.site!, ...head, events: [] }));
      batchKey = key;
      batch!.events.push(made);
    }),
  );
};

export const flush = (): void => {
  timer = clearTimeout(timer) as undefined;
  gather();
  void pump();
};

/** Cheap enough for an event handler: what it costs is paid when the batch is made. */
export const track = (name: string, props?: Props): void => {
  if (!settings.site) return;
  const count = tracked.push(
    copy({
      name,
      timestamp: Date.now(),
      properties: { url: pageUrl || location.href, title: document.title, ...props },
    }),
  );
  if (count == EVENTS_MAX) later(flush);
  timer ||= setTimeout(flush, WAIT_MS);
};
