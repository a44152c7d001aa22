import { SiteDocument, StatsDocument, type Metric, type StatsInput } from '../api/generated';
import { askAhead } from '../api/useQuery';
import { parseQueryString } from '../lib/query-string';
import { readStored } from '../lib/useStored';
import { DEFAULT_CARDS, isMetric } from './metrics';
import {
  baseQuestion,
  comparisonQuestion,
  readSearch,
  validateSearch,
  type DashboardState,
} from './search';

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

/** Where the address is a site's page, its first questions are asked before anything of it is drawn. */
export const askFirst = ({ pathname, search }: Pick<Location, 'pathname' | 'search'>): void => {
  const [, siteId] = /^\/sites\/([^/]+)$/.exec(pathname) ?? [];
  if (!siteId || siteId === 'new') return;
  const state = readSearch(validateSearch(parseQueryString(search)));
  const cards = acceptCards(readStored(cardsKey(siteId)));
  askAhead(StatsDocument, { input: overviewQuestion(siteId, state, cards) });
  askAhead(SiteDocument, { id: siteId });
};
