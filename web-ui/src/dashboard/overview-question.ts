import type { Metric, StatsInput } from '../api/generated';
import { DEFAULT_CARDS, isMetric } from './metrics';
import { baseQuestion, comparisonQuestion, type DashboardState } from './search';

export const cardsKey = (siteId: string): string => `footfall.cards.${siteId}`;

export const acceptCards = (stored: unknown): readonly Metric[] => {
  const known = Array.isArray(stored) ? stored.filter(isMetric) : [];
  return known.length ? known : DEFAULT_CARDS;
};

/** What cards and chart are drawn from. */
export const overviewQuestion = (
  siteId: string,
  state: DashboardState,
  cards: readonly Metric[],
): StatsInput => ({
  ...baseQuestion(siteId, state),
  ...comparisonQuestion(state),
  metrics: [...new Set([...cards, state.metric])],
  dimensions: ['TIME'],
  interval: state.interval,
});
