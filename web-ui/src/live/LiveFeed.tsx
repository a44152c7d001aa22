import { memo, useState, type ReactElement, type ReactNode } from 'react';
import type { FilterInput } from '../api/generated';
import { perLocale } from '../i18n/locale';
import { nameOf, notSet } from '../lib/names';
import { Pause, Play } from '../ui/icons';
import { Empty, Failure, Skeleton } from '../ui/states';
import { EventDrawer } from './EventDrawer';
import { toneOf, verbFor, type FeedEvent, type Tone } from './feed';
import { FeedExport } from './FeedExport';
import { useFeed } from './useFeed';
import { useTexts } from '../i18n/catalogue';
import { LIVE } from '../i18n/live';

const clock = perLocale(
  (tag) =>
    new Intl.DateTimeFormat(tag, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hour12: false,
    }),
);

const TONES: Record<Tone, { dot: string; verb: string }> = {
  view: { dot: 'bg-accent', verb: 'text-soft' },
  quiet: { dot: 'bg-line-strong', verb: 'text-faint' },
  action: { dot: 'bg-warm', verb: 'font-medium text-ink' },
  goal: { dot: 'bg-live', verb: 'font-medium text-good' },
};

interface LiveFeedProps {
  siteIds: string[];
  filters?: FilterInput[];
  /** Names of sites, where the feed is of several. */
  siteNames?: ReadonlyMap<string, string>;
  /** What narrows the feed. */
  controls?: ReactNode;
  className?: string;
}

const NO_FILTERS: FilterInput[] = [];

/** Every event as it happens, newest first. */
export function LiveFeed({
  siteIds,
  filters = NO_FILTERS,
  siteNames,
  controls,
  className = '',
}: LiveFeedProps): ReactElement {
  const t = useTexts(LIVE);
  const feed = useFeed(siteIds, filters);
  const [open, setOpen] = useState<FeedEvent>();
  return (
    <section
      aria-label={t.feed}
      className={'card flex min-h-0 flex-col p-4 sm:p-5 ' + className}
      data-testid="live-feed"
    >
      <header className="flex min-h-8 flex-wrap items-center gap-2">
        <h2 className="mr-auto text-[15px] font-semibold tracking-[-0.01em]">{t.feed}</h2>
        <FeedExport events={feed.events} />
        <button
          type="button"
          aria-pressed={feed.paused}
          className="inline-flex h-8 items-center gap-1.5 rounded-lg px-2.5 text-[13px] font-medium text-soft hover:bg-sunken hover:text-ink"
          onClick={() => feed.setPaused(!feed.paused)}
        >
          {feed.paused ? <Play className="size-3.5" /> : <Pause className="size-3.5" />}
          {feed.paused ? (feed.waiting ? t.resumeNew(feed.waiting) : t.resume) : t.pause}
        </button>
      </header>
      {controls}
      <div
        className="quiet-scroll mt-3 -mr-2 min-h-0 flex-1 overflow-y-auto pr-2"
        role="region"
        aria-label={t.events}
        tabIndex={0}
      >
        {feed.loading && !feed.error && (
          <div className="grid gap-2" aria-busy="true">
            {Array.from({ length: 10 }, (_, index) => (
              <Skeleton key={index} className="h-10" />
            ))}
          </div>
        )}
        {feed.error && !feed.events.length && <Failure error={feed.error} />}
        {!feed.loading && !feed.error && !feed.events.length && (
          <Empty title={t.waiting}>{t.waitingText}</Empty>
        )}
        <ol data-testid="feed-rows">
          {feed.events.map((event) => (
            <FeedRow
              key={event.id}
              event={event}
              site={siteNames?.get(event.siteId)}
              onOpen={setOpen}
            />
          ))}
        </ol>
      </div>
      {open && <EventDrawer event={open} onClose={() => setOpen(undefined)} />}
    </section>
  );
}

interface FeedRowProps {
  event: FeedEvent;
  site: string | undefined;
  onOpen: (event: FeedEvent) => void;
}

const FeedRow = memo(function FeedRow({ event, site, onOpen }: FeedRowProps): ReactElement {
  const place = event.city ?? (event.country ? nameOf('COUNTRY', event.country) : null);
  const details = [
    site,
    place,
    event.company,
    event.browser,
    event.source && nameOf('SOURCE', event.source),
  ];
  const tone = TONES[toneOf(event.name)];
  return (
    <li data-event-id={event.id} className="animate-arrive border-t border-line first:border-t-0">
      <button
        type="button"
        className="flex w-full gap-3 rounded-lg px-1 py-2 text-left hover:bg-sunken/70"
        onClick={() => onOpen(event)}
      >
        <time
          dateTime={event.timestamp}
          className="figures w-15 shrink-0 pt-px text-[12px] text-faint"
        >
          {clock().format(new Date(event.timestamp))}
        </time>
        <span className={`mt-[7px] size-1.5 shrink-0 rounded-full ${tone.dot}`} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-[13.5px]">
            <span className={tone.verb}>{verbFor(event.name)}</span>{' '}
            <span className="font-medium">{event.pagePath ?? notSet()}</span>
          </span>
          <span className="block truncate text-[12px] text-faint">
            {details.filter(Boolean).join(' · ') || '\u00a0'}
          </span>
        </span>
      </button>
    </li>
  );
});
