import * as Radix from '@radix-ui/react-dialog';
import type { ReactElement } from 'react';
import { Close } from '../ui/icons';
import { EventDetailDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { columnFields, eventFields } from './event-fields';
import type { FeedEvent } from './feed';
import { useTexts } from '../i18n/catalogue';
import { LIVE } from '../i18n/live';

/** All that is known of one event. */
export function EventDrawer({
  event,
  onClose,
}: {
  event: FeedEvent;
  onClose: () => void;
}): ReactElement {
  const t = useTexts(LIVE);
  const detail = useQuery(EventDetailDocument, {
    siteId: event.siteId,
    id: event.id,
    timestamp: event.timestamp,
  }).data?.event;
  const groups = [...eventFields(event), ...columnFields(detail?.columns, detail?.address)];
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/30" />
        <Radix.Content
          aria-describedby={undefined}
          data-testid="event-drawer"
          className="animate-rise quiet-scroll fixed inset-y-0 right-0 z-50 w-[min(28rem,100vw)] overflow-y-auto border-l border-line bg-raised px-5 pb-8 text-ink shadow-float outline-none"
        >
          <header className="sticky top-0 flex items-center justify-between gap-4 bg-raised pt-4 pb-2">
            <Radix.Title className="truncate font-mono text-[15px] font-semibold">
              {event.name}
            </Radix.Title>
            <Radix.Close
              aria-label={t.close}
              className="grid size-8 place-content-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
            >
              <Close />
            </Radix.Close>
          </header>
          {groups.map(({ title, fields }) => (
            <section key={title} className="mt-4">
              <h3 className="mb-1 text-[12px] font-medium text-faint">{title}</h3>
              <dl className="text-[13.5px]">
                {fields.map(({ label, value }) => (
                  <div
                    key={label}
                    className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-3 border-t border-line py-1.5"
                  >
                    <dt className="truncate text-soft" title={label}>
                      {label}
                    </dt>
                    <dd className="break-words">{value}</dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
