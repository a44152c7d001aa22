import { attempt } from './guard';
import { context } from './context';
import { uuid } from './id';
import { maySend, touch, viewNumber } from './identity';
import { pump, put } from './outbox';
import { pageUrl } from './page';
import { isOn, settings } from './settings';
import type { Batch, Props, TrackedEvent } from './types';

const EVENTS_MAX = 10;
const WAIT_MS = 5000;

let open: Batch | undefined;
let openKey: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

export const seal = (): void => {
  timer = clearTimeout(timer) as undefined;
  if (open) put({ ...open, context: context() });
  open = undefined;
};

export const flush = (): void => {
  seal();
  void pump();
};

export const track = (name: string, props?: Props): void => {
  if (!settings.site || !maySend()) return;
  const timestamp = Date.now();
  const { visitor, session } = touch(timestamp, name == 'page_view');
  const made = {
    id: uuid(),
    name,
    timestamp,
    properties: {
      url: pageUrl || location.href,
      title: document.title,
      page_view_number: viewNumber,
      ...props,
    },
  };
  // A copy, taken now: what cannot be sent must not hold up what can.
  const event = attempt(
    () => JSON.parse(JSON.stringify(settings.beforeSend(made))) as TrackedEvent | null,
  );
  if (!event) return;

  // Visitor and session are stated once a batch, so a change of either ends it.
  const key = [session.id, visitor.user_id] + '';
  if (key != openKey) seal();
  openKey = key;
  open = open || { site_id: settings.site, visitor, session, events: [] };
  if (open.events.push(event) >= EVENTS_MAX) flush();
  else timer = timer || setTimeout(flush, WAIT_MS);
};

/** Events that nobody asked for; each can be switched off by its name, some by an option's. */
export const auto = (name: string, props?: Props, option?: string): void => {
  if (isOn(name) && isOn(option)) track(name, props);
};
