import { useEffect, useRef, useState } from 'react';
import type { ApiError } from '../api/error';
import { LiveRealtimeDocument, type LiveRealtimeSubscription } from '../api/generated';
import { useSubscription } from '../api/useSubscription';
import { arrivals, hasNews, type Arrivals } from './arrivals';

export type Live = LiveRealtimeSubscription['realtime'];

const ASK_AGAIN_MS_MIN = 5000;

export interface LiveState {
  live: Live | undefined;
  error: ApiError | undefined;
  /** Rises at most every few seconds, and only when there is something new to ask for. */
  revision: number;
}

interface LiveOptions {
  /** How many of those who are here are wanted one by one. */
  visitors: number;
  paused: boolean;
}

export const useLive = (siteIds: string[], { visitors, paused }: LiveOptions): LiveState => {
  const [live, setLive] = useState<Live>();
  const [revision, setRevision] = useState(0);
  const seen = useRef<Arrivals>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => () => clearTimeout(timer.current), []);

  const error = useSubscription(
    LiveRealtimeDocument,
    { siteIds, visitors },
    ({ realtime }) => {
      setLive(realtime);
      const now = arrivals(realtime.minutes);
      const isNews = seen.current !== undefined && hasNews(seen.current, now);
      seen.current = now;
      if (!isNews || timer.current) return;
      timer.current = setTimeout(() => {
        timer.current = undefined;
        setRevision((count) => count + 1);
      }, ASK_AGAIN_MS_MIN);
    },
    paused || siteIds.length === 0,
  );

  return { live, error, revision };
};
