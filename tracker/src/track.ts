import { attempt } from './guard';
import { uuid } from './id';
import { maySend, touch, viewNumber } from './identity';
import { isOpen, pump, put } from './outbox';
import { pageUrl } from './page';
import { isOn, settings } from './settings';
import type { Batch, Hook, Props, TrackedEvent } from './types';

const EVENTS_MAX = 10;
const WAIT_MS = 5000;

/** Modules look at every event here, after the page's `beforeSend`. */
export const hooks: Hook[] = [];

const tracked: TrackedEvent[] = [];
let batch: Batch | undefined;
let batchKey: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** What cannot be sent must not hold up what can, so it fails here. */
const copy = (event: unknown): TrackedEvent => JSON.parse(JSON.stringify(event)) as TrackedEvent;

/** Makes batches of what was tracked. Storage is touched here, once for many events, and in no handler. */
export const gather = (): void => {
  tracked.splice(0).forEach((given) =>
    attempt(() => {
      if (!maySend() || !isOn(given.name)) return;
      const made = copy(
        [settings.beforeSend, ...hooks].reduce<ReturnType<Hook>>(
          (event, hook) => event && hook(event),
          given,
        ),
      );
      const head = touch(made.timestamp, made.name == 'page_view');
      made.properties.page_view_number = viewNumber;
      // Visitor and session are stated once a batch, so a change of either ends it.
      const key = `${head.session.id}${head.visitor.user_id}`;
      if (!isOpen(batch) || key != batchKey || batch.events.length >= EVENTS_MAX)
        put((batch = { site_id: settings.site!, ...head, events: [] }));
      batchKey = key;
      batch.events.push(made);
    }),
  );
};

export const flush = (): void => {
  timer = clearTimeout(timer) as undefined;
  gather();
  pump();
};

/** Cheap enough for an event handler: what it costs is paid when the batch is made. */
export const track = (name: string, props?: Props): void => {
  if (!settings.site) return;
  const event = copy({
    id: uuid(),
    name,
    timestamp: Date.now(),
    properties: { url: pageUrl || location.href, title: document.title, ...props },
  });
  if (tracked.push(event) == EVENTS_MAX) setTimeout(flush);
  timer ||= setTimeout(flush, WAIT_MS);
};
