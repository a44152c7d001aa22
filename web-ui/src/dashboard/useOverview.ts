import { useState } from 'react';
import {
  LiveStatsDocument,
  StatsDocument,
  type Interval,
  type Metric,
  type StatsFieldsFragment,
  type StatsInput,
} from '../api/generated';
import { useQuery, type QueryState } from '../api/useQuery';
import { useSubscription } from '../api/useSubscription';

type Answer = QueryState<StatsFieldsFragment> & { retry: () => void };

/** The interval that an answer on screen was asked with, while the next one is under way. */
export interface Asked {
  metrics: readonly Metric[];
  interval: Interval;
}

/**
 * Asked once for a quick answer, then kept up to date by the subscription to the same question, which
 * begins when the answer is there.
 */
export const useLiveStats = (input: StatsInput, paused: boolean): Answer => {
  const question = JSON.stringify(input);
  const [live, setLive] = useState<{ question: string; stats: StatsFieldsFragment }>();
  const asked = useQuery(StatsDocument, { input });
  useSubscription(
    LiveStatsDocument,
    { input },
    ({ stats }) => setLive({ question, stats }),
    paused || asked.status === 'loading',
  );

  if (live?.question === question) return { status: 'ready', data: live.stats, retry: asked.retry };
  const data = asked.data?.stats;
  switch (asked.status) {
    case 'ready':
      return { status: 'ready', data: asked.data.stats, retry: asked.retry };
    case 'failed':
      return { status: 'failed', data, error: asked.error, retry: asked.retry };
    case 'loading':
      return { status: 'loading', data, retry: asked.retry };
  }
};
