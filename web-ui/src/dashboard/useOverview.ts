import { useState } from 'react';
import {
  LiveStatsDocument,
  StatsDocument,
  type StatsFieldsFragment,
  type StatsInput,
} from '../api/generated';
import { useQuery, type QueryState } from '../api/useQuery';
import { useSubscription } from '../api/useSubscription';
import { CARD_METRICS } from './metrics';
import { baseQuestion, type DashboardState } from './search';

/**
 * Cards and chart are one question: all card metrics over TIME, whose totals are the cards. Asked
 * once for a quick answer, then kept up to date by the subscription to the same question.
 */
export const useOverview = (
  siteId: string,
  state: DashboardState,
): QueryState<StatsFieldsFragment> & { retry: () => void } => {
  const input: StatsInput = {
    ...baseQuestion(siteId, state),
    metrics: CARD_METRICS,
    dimensions: ['TIME'],
    interval: state.interval,
    compare: state.compare,
  };
  const question = JSON.stringify(input);
  const [live, setLive] = useState<{ question: string; stats: StatsFieldsFragment }>();
  const asked = useQuery(StatsDocument, { input });
  useSubscription(LiveStatsDocument, { input }, ({ stats }) => setLive({ question, stats }));

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
