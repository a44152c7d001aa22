import type { ReactElement } from 'react';
import type { EventFieldsFragment } from '../api/generated';
import { nameOf, NOT_SET } from '../lib/names';
import { Pause, Play } from '../ui/icons';
import { Empty, Failure, Skeleton } from '../ui/states';
import { isView, verbFor } from './feed';
import { useFeed } from './useFeed';

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

/** Every event as it happens, newest first. */
export function LiveFeed({ siteId }: { siteId: string }): ReactElement {
  const feed = useFeed(siteId);
  return (
    <div
      className="card flex h-[460px] flex-col p-4 sm:p-5 lg:absolute lg:inset-0 lg:h-auto"
      data-testid="live-feed"
    >
      <header className="flex min-h-8 items-center justify-between gap-3">
        <h2 className="text-[15px] font-semibold tracking-[-0.01em]">Live feed</h2>
        <button
          type="button"
          aria-pressed={feed.paused}
          className="inline-flex h-8 items-center gap-1.5 rounded-lg px-2.5 text-[13px] font-medium text-soft hover:bg-sunken hover:text-ink"
          onClick={() => feed.setPaused(!feed.paused)}
        >
          {feed.paused ? <Play className="size-3.5" /> : <Pause className="size-3.5" />}
          {feed.paused ? `Resume${feed.waiting ? ` (${feed.waiting} new)` : ''}` : 'Pause'}
        </button>
      </header>
      <div
        className="quiet-scroll mt-3 -mr-2 flex-1 overflow-y-auto pr-2"
        role="region"
        aria-label="Events"
        tabIndex={0}
      >
        {feed.loading && !feed.error && (
          <div className="grid gap-2" aria-label="Loading">
            {Array.from({ length: 10 }, (_, index) => (
              <Skeleton key={index} className="h-10" />
            ))}
          </div>
        )}
        {feed.error && !feed.events.length && <Failure error={feed.error} />}
        {!feed.loading && !feed.error && !feed.events.length && (
          <Empty title="Waiting for the first event">It appears here by itself.</Empty>
        )}
        <ol data-testid="feed-rows">
          {feed.events.map((event) => (
            <FeedRow key={event.id} event={event} />
          ))}
        </ol>
      </div>
    </div>
  );
}

function FeedRow({ event }: { event: EventFieldsFragment }): ReactElement {
  const place = event.city ?? (event.country ? nameOf('COUNTRY', event.country) : null);
  const details = [place, event.browser, event.source && nameOf('SOURCE', event.source)];
  return (
    <li
      data-event-id={event.id}
      className="animate-arrive flex gap-3 rounded-lg border-t border-line px-1 py-2 first:border-t-0"
    >
      <time
        dateTime={event.timestamp}
        className="figures w-16 shrink-0 pt-px text-[12px] text-faint"
      >
        {clock.format(new Date(event.timestamp))}
      </time>
      <div className="min-w-0 flex-1">
        <p className="truncate text-[13.5px]">
          <span className={isView(event) ? 'text-soft' : 'font-medium text-accent-ink'}>
            {verbFor(event.name)}
          </span>{' '}
          <span className="font-medium">{event.pagePath ?? NOT_SET}</span>
        </p>
        <p className="truncate text-[12px] text-faint">{details.filter(Boolean).join(' · ')}</p>
      </div>
    </li>
  );
}
