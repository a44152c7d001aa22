import { useEffect, useRef, useState } from 'react';
import type { ApiError } from '../api/error';
import {
  LiveEventsDocument,
  RecentEventsDocument,
  type EventFieldsFragment,
} from '../api/generated';
import { useQuery } from '../api/useQuery';
import { useSubscription } from '../api/useSubscription';
import { addToFeed } from './feed';

const RECENT = 40;
/** Events that come close together are drawn together; still well within a second. */
const GATHER_MS = 150;

export interface FeedState {
  events: readonly EventFieldsFragment[];
  loading: boolean;
  /** What has arrived while paused. */
  waiting: number;
  paused: boolean;
  setPaused: (paused: boolean) => void;
  error: ApiError | undefined;
}

export const useFeed = (siteId: string): FeedState => {
  const recent = useQuery(RecentEventsDocument, { siteIds: [siteId], first: RECENT });
  const [arrived, setArrived] = useState<EventFieldsFragment[]>([]);
  const [held, setHeld] = useState<readonly EventFieldsFragment[]>();
  const gathered = useRef<EventFieldsFragment[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => () => clearTimeout(timer.current), []);

  const error = useSubscription(LiveEventsDocument, { siteIds: [siteId] }, ({ events }) => {
    gathered.current.push(events);
    timer.current ??= setTimeout(() => {
      const fresh = gathered.current;
      gathered.current = [];
      timer.current = undefined;
      setArrived((feed) => addToFeed(feed, fresh));
    }, GATHER_MS);
  });

  const stored = recent.data?.events.edges.map(({ node }) => node) ?? [];
  const known = new Set(arrived.map((event) => event.id));
  const all = [...arrived, ...stored.filter((event) => !known.has(event.id))];
  const heldIds = held && new Set(held.map((event) => event.id));
  return {
    events: held ?? all,
    loading: recent.status === 'loading' && !all.length,
    waiting: heldIds ? all.filter((event) => !heldIds.has(event.id)).length : 0,
    paused: held !== undefined,
    setPaused: (paused) => setHeld(paused ? all : undefined),
    error: error ?? (recent.status === 'failed' ? recent.error : undefined),
  };
};
