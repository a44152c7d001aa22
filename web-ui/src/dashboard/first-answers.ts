import { SiteDocument, StatsDocument } from '../api/generated';
import { askAhead } from '../api/useQuery';
import { parseQueryString } from '../lib/query-string';
import { readStored } from '../lib/useStored';
import { acceptCards, cardsKey, overviewQuestion } from './overview-question';
import { readSearch, validateSearch } from './search';

const askFirst = ({ pathname, search }: Pick<Location, 'pathname' | 'search'>): unknown[] => {
  const [, siteId] = /^\/sites\/([^/]+)$/.exec(pathname) ?? [];
  if (!siteId || siteId === 'new') return [];
  const state = readSearch(validateSearch(parseQueryString(search)));
  const cards = acceptCards(readStored(cardsKey(siteId)));
  return [
    askAhead(StatsDocument, { input: overviewQuestion(siteId, state, cards) }),
    askAhead(SiteDocument, { id: siteId }),
  ];
};

/** Where the address is a site's page, its first questions are asked before anything of it is drawn. */
export const firstAnswers = Promise.allSettled(askFirst(location));
