import { useState, type ReactElement } from 'react';
import {
  FirstEventsDocument,
  LastEventDocument,
  type FirstEventsSubscription,
} from '../api/sites.generated';
import { useQuery } from '../api/useQuery';
import { useSubscription } from '../api/useSubscription';
import { SITES } from '../i18n/sites';
import { useTexts } from '../i18n/catalogue';
import { useNow } from '../lib/useNow';
import { Check } from '../ui/icons';
import { LiveDot } from '../ui/LiveDot';

const LOOK_AGAIN_MS = 4000;

/** Waits for a site's first event, and says when it is there. */
export function FirstEventWatch({ siteId }: { siteId: string }): ReactElement {
  const t = useTexts(SITES);
  const [live, setLive] = useState<FirstEventsSubscription['events']>();
  useSubscription(FirstEventsDocument, { siteIds: [siteId] }, ({ events }) => setLive(events));
  // For one that came before the subscription did.
  const now = useNow(LOOK_AGAIN_MS);
  const past = useQuery(LastEventDocument, { siteIds: [siteId] }, { revision: now, paused: !!live })
    .data?.events.edges[0]?.node;
  const event = live ?? past;
  return (
    <div
      role="status"
      data-testid="first-event"
      data-received={!!event}
      className={`flex items-center gap-3 rounded-[12px] border px-4 py-3.5 transition-colors ${event ? 'border-good/40 bg-good/10' : 'border-line bg-sunken/60'}`}
    >
      {event ? (
        <span className="animate-rise grid size-7 shrink-0 place-content-center rounded-full bg-good text-surface">
          <Check />
        </span>
      ) : (
        <span className="grid size-7 shrink-0 place-content-center">
          <LiveDot active />
        </span>
      )}
      <div className="min-w-0">
        <p className={'font-medium ' + (event ? 'text-good' : '')}>
          {event ? t.received : t.waitingFirst}
        </p>
        <p className="truncate text-[13px] text-soft">
          {event ? t.receivedAt(event.pageUrl ?? event.pagePath ?? event.name) : t.waitingHint}
        </p>
      </div>
    </div>
  );
}
