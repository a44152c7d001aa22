import { useEffect, useRef, useState } from 'react';
import type { ApiError } from '../api/error';
import { LiveEventsDocument, RecentEventsDocument, type FilterInput } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { useSubscription } from '../api/useSubscription';
import { addToFeed, FEED_MAX, type FeedEvent } from './feed';

const RECENT = 60;
/** Events that come close together are drawn together; still well within a second. */
const GATHER_MS = 200;

export interface FeedState {
  events: readonly FeedEvent[];
  loading: boolean;
  /** What has arrived while paused. */
  waiting: number;
  paused: boolean;
  setPaused: (paused: boolean) => void;
  error: ApiError | undefined;
}

interface Held {
  question: string;
  events: readonly FeedEvent[];
}

export const useFeed = (siteIds: string[], filters: FilterInput[]): FeedState => {
  const question = JSON.stringify([siteIds, filters]);
  const nobody = siteIds.length === 0;
  const recent = useQuery(
    RecentEventsDocument,
    { siteIds, filters, first: RECENT },
    { paused: nobody },
  );
  const [arrived, setArrived] = useState<Held>({ question, events: [] });
  const [held, setHeld] = useState<Held>();
  const [waiting, setWaiting] = useState(0);
  const gathered = useRef<FeedEvent[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      gathered.current = [];
    },
    [question],
  );

  const error = useSubscription(
    LiveEventsDocument,
    { siteIds, filters },
    ({ events }) => {
      gathered.current.push(events);
      // A tab that nobody looks at draws nothing for minutes and must not hold what it will never show.
      if (gathered.current.length > FEED_MAX) gathered.current.shift();
      timer.current ??= setTimeout(() => {
        const fresh = gathered.current;
        gathered.current = [];
        timer.current = undefined;
        if (held) setWaiting((count) => count + fresh.length);
        setArrived((before) => ({
          question,
          events: addToFeed(before.question === question ? before.events : [], fresh),
        }));
      }, GATHER_MS);
    },
    nobody,
  );

  const fresh = arrived.question === question ? arrived.events : [];
  const stored = recent.status === 'ready' ? recent.data.events.edges.map(({ node }) => node) : [];
  const known = new Set(fresh.map((event) => event.id));
  const all = [...fresh, ...stored.filter((event) => !known.has(event.id))].slice(0, FEED_MAX);
  const paused = held?.question === question;
  return {
    events: paused ? held.events : all,
    loading: recent.status === 'loading' && !all.length,
    waiting: paused ? waiting : 0,
    paused,
    setPaused: (next) => {
      setWaiting(0);
      setHeld(next ? { question, events: all } : undefined);
    },
    error: error ?? (recent.status === 'failed' ? recent.error : undefined),
  };
};
