import type { Dimension, Metric } from '../api/generated';

/** What a value belongs to: decides which metrics can be told apart by it. */
type Scope = 'event' | 'session' | 'time';

export interface DimensionInfo {
  dimension: Dimension;
  label: string;
  group: string;
  scope: Scope;
}

const inGroup = (
  group: string,
  list: readonly (readonly [Dimension, string, Scope?])[],
): DimensionInfo[] =>
  list.map(([dimension, label, scope = 'session']) => ({ dimension, label, group, scope }));

/** Every dimension that a filter can name, in the order of the filter's menu. */
export const DIMENSIONS: readonly DimensionInfo[] = [
  ...inGroup('Pages', [
    ['PAGE', 'Page', 'event'],
    ['ENTRY_PAGE', 'Entry page'],
    ['EXIT_PAGE', 'Exit page'],
    ['TITLE', 'Page title', 'event'],
    ['HOSTNAME', 'Hostname', 'event'],
    ['QUERY', 'Query string', 'event'],
  ]),
  ...inGroup('Acquisition', [
    ['SOURCE', 'Source'],
    ['MEDIUM', 'Medium'],
    ['CHANNEL', 'Channel'],
    ['CAMPAIGN', 'Campaign'],
    ['UTM_SOURCE', 'UTM source'],
    ['UTM_MEDIUM', 'UTM medium'],
    ['UTM_CAMPAIGN', 'UTM campaign'],
    ['UTM_TERM', 'UTM term'],
    ['UTM_CONTENT', 'UTM content'],
    ['CLICK_ID', 'Click id'],
    ['REFERRER', 'Referrer'],
    ['REFERRER_HOSTNAME', 'Referrer host'],
    ['FIRST_CHANNEL', 'First channel'],
    ['FIRST_SOURCE', 'First source'],
    ['FIRST_MEDIUM', 'First medium'],
    ['FIRST_CAMPAIGN', 'First campaign'],
    ['FIRST_ENTRY_PAGE', 'First entry page'],
  ]),
  ...inGroup('Place', [
    ['COUNTRY', 'Country'],
    ['REGION', 'Region'],
    ['CITY', 'City'],
    ['LANGUAGE', 'Language'],
    ['TIMEZONE', 'Time zone'],
  ]),
  ...inGroup('Device', [
    ['DEVICE', 'Device'],
    ['BROWSER', 'Browser'],
    ['BROWSER_VERSION', 'Browser version'],
    ['OS', 'Operating system'],
    ['OS_VERSION', 'System version'],
    ['SCREEN', 'Screen size'],
    ['VIEWPORT', 'Window size'],
  ]),
  ...inGroup('Behaviour', [
    ['EVENT', 'Event', 'event'],
    ['PROPERTY', 'Property', 'event'],
    ['SEARCH_TERM', 'Search term', 'event'],
    ['LINK', 'Outbound link', 'event'],
    ['FILE', 'Download', 'event'],
    ['FORM', 'Form', 'event'],
    ['VIDEO', 'Video', 'event'],
  ]),
  ...inGroup('Visitor', [
    ['VISITOR_STATUS', 'New or returning'],
    ['VISITOR_TYPE', 'Visitor type'],
    ['COMPANY', 'Company'],
    ['ORGANIZATION', 'Network owner'],
    ['ASN', 'Network (ASN)'],
  ]),
  ...inGroup('Time and origin', [
    ['HOUR_OF_DAY', 'Hour of the day', 'time'],
    ['DAY_OF_WEEK', 'Day of the week', 'time'],
    ['CONSENT', 'Consent', 'event'],
    ['ORIGIN', 'Origin', 'event'],
    ['SITE', 'Site'],
  ]),
];

const BY_NAME = new Map(DIMENSIONS.map((info) => [info.dimension, info]));

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
const NOT_OF_ENTRY: readonly Metric[] = ['SCROLL_DEPTH', 'TRANSACTIONS', 'AVERAGE_ORDER_VALUE'];

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
