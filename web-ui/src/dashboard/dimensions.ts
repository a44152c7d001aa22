import type { Dimension, Metric } from '../api/generated';
import { textsNow } from '../i18n/catalogue';
import { DIMENSION_TEXTS } from '../i18n/dimensions';

/** What a value belongs to: decides which metrics can be told apart by it. */
type Scope = 'event' | 'session' | 'time';

type Group = keyof (typeof DIMENSION_TEXTS)['en']['groups'];
/** All that values can be filtered by; time itself is a range. */
type Labelled = keyof (typeof DIMENSION_TEXTS)['en']['labels'];

export interface DimensionInfo {
  dimension: Dimension;
  readonly label: string;
  group: Group;
  scope: Scope;
}

const inGroup = (group: Group, list: readonly (readonly [Labelled, Scope?])[]): DimensionInfo[] =>
  list.map(([dimension, scope = 'session']) => ({
    dimension,
    group,
    scope,
    get label() {
      return textsNow(DIMENSION_TEXTS).labels[dimension];
    },
  }));

/** Every dimension that a filter can name, in the order of the filter's menu. */
export const DIMENSIONS: readonly DimensionInfo[] = [
  ...inGroup('pages', [
    ['PAGE', 'event'],
    ['ENTRY_PAGE'],
    ['EXIT_PAGE'],
    ['TITLE', 'event'],
    ['HOSTNAME', 'event'],
    ['QUERY', 'event'],
  ]),
  ...inGroup('acquisition', [
    ['SOURCE'],
    ['MEDIUM'],
    ['CHANNEL'],
    ['CAMPAIGN'],
    ['UTM_SOURCE'],
    ['UTM_MEDIUM'],
    ['UTM_CAMPAIGN'],
    ['UTM_TERM'],
    ['UTM_CONTENT'],
    ['CLICK_ID'],
    ['REFERRER'],
    ['REFERRER_HOSTNAME'],
    ['FIRST_CHANNEL'],
    ['FIRST_SOURCE'],
    ['FIRST_MEDIUM'],
    ['FIRST_CAMPAIGN'],
    ['FIRST_ENTRY_PAGE'],
  ]),
  ...inGroup('place', [['COUNTRY'], ['REGION'], ['CITY'], ['LANGUAGE'], ['TIMEZONE']]),
  ...inGroup('device', [
    ['DEVICE'],
    ['BROWSER'],
    ['BROWSER_VERSION'],
    ['OS'],
    ['OS_VERSION'],
    ['SCREEN'],
    ['VIEWPORT'],
  ]),
  ...inGroup('behaviour', [
    ['EVENT', 'event'],
    ['PROPERTY', 'event'],
    ['SEARCH_TERM', 'event'],
    ['LINK', 'event'],
    ['FILE', 'event'],
    ['FORM', 'event'],
    ['VIDEO', 'event'],
  ]),
  ...inGroup('visitor', [
    ['VISITOR_STATUS'],
    ['VISITOR_TYPE'],
    ['COMPANY'],
    ['ORGANIZATION'],
    ['ASN'],
    ['BOT'],
  ]),
  ...inGroup('other', [
    ['HOUR_OF_DAY', 'time'],
    ['DAY_OF_WEEK', 'time'],
    ['CONSENT', 'event'],
    ['ORIGIN', 'event'],
    ['SITE'],
  ]),
];

const BY_NAME = new Map(DIMENSIONS.map((info) => [info.dimension, info]));

export const GROUPS: readonly Group[] = [...new Set(DIMENSIONS.map(({ group }) => group))];

export const groupLabel = (group: Group): string => textsNow(DIMENSION_TEXTS).groups[group];

export const isDimension = (name: string): name is Dimension => BY_NAME.has(name as Dimension);

export const dimensionLabel = (dimension: Dimension): string =>
  BY_NAME.get(dimension)?.label ?? dimension;

export const isEventScope = (dimension: Dimension): boolean =>
  BY_NAME.get(dimension)?.scope === 'event';

/** Taken over whole sessions; an event dimension does not tell them apart. */
const OF_SESSIONS: readonly Metric[] = [
  'BOUNCE_RATE',
  'SINGLE_PAGE_RATE',
  'SESSION_DURATION',
  'VIEWS_PER_SESSION',
  'ENGAGEMENT_TIME',
];
const NOT_OF_ENTRY: readonly Metric[] = ['SCROLL_DEPTH', 'AVERAGE_ORDER_VALUE'];

/** Whether the server can answer the metric by the dimension. */
export const canMeasure = (dimension: Dimension, metric: Metric): boolean => {
  if (dimension === 'ENTRY_PAGE' || dimension === 'EXIT_PAGE')
    return !NOT_OF_ENTRY.includes(metric);
  if (dimension === 'PAGE' || dimension === 'HOSTNAME') return true;
  return !isEventScope(dimension) || !OF_SESSIONS.includes(metric);
};

/** `sessions` too is of sessions, which a search among an event's values does not narrow row by row. */
export const isOfSessions = (metric: Metric): boolean =>
  metric === 'SESSIONS' || OF_SESSIONS.includes(metric);
