export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  DateTime: { input: string; output: string; }
  Date: { input: string; output: string; }
  JSON: { input: unknown; output: unknown; }
};

export type Query = {
  sites: SiteConnection;
  site?: Maybe<Site>;
  stats: StatsResult;
  dimensionValues: Array<NamedCount>;
  realtime: Realtime;
  events: EventConnection;
  pipeline: PipelineHealth;
};


export type QuerySitesArgs = {
  search?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


export type QuerySiteArgs = {
  id: Scalars['ID']['input'];
};


export type QueryStatsArgs = {
  input: StatsInput;
};


export type QueryDimensionValuesArgs = {
  siteIds: Array<Scalars['ID']['input']>;
  dimension: Dimension;
  key?: InputMaybe<Scalars['String']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
  range: RangeInput;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryRealtimeArgs = {
  siteIds: Array<Scalars['ID']['input']>;
};


export type QueryEventsArgs = {
  siteIds: Array<Scalars['ID']['input']>;
  filters?: InputMaybe<Array<FilterInput>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};

export type Subscription = {
  events: Event;
  realtime: Realtime;
  stats: StatsResult;
  pipeline: PipelineHealth;
};


export type SubscriptionEventsArgs = {
  siteIds: Array<Scalars['ID']['input']>;
  filters?: InputMaybe<Array<FilterInput>>;
};


export type SubscriptionRealtimeArgs = {
  siteIds: Array<Scalars['ID']['input']>;
};


export type SubscriptionStatsArgs = {
  input: StatsInput;
};

export type PageInfo = {
  hasNextPage: Scalars['Boolean']['output'];
  endCursor?: Maybe<Scalars['String']['output']>;
};

export type SiteConnection = {
  edges: Array<SiteEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type SiteEdge = {
  node: Site;
  cursor: Scalars['String']['output'];
};

export type EventConnection = {
  edges: Array<EventEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type EventEdge = {
  node: Event;
  cursor: Scalars['String']['output'];
};

export type StatsInput = {
  siteIds: Array<Scalars['ID']['input']>;
  range: RangeInput;
  metrics: Array<Metric>;
  dimensions?: InputMaybe<Array<Dimension>>;
  propertyKeys?: InputMaybe<Array<Scalars['String']['input']>>;
  interval?: InputMaybe<Interval>;
  filters?: InputMaybe<Array<FilterInput>>;
  segmentId?: InputMaybe<Scalars['ID']['input']>;
  includeBots?: InputMaybe<Scalars['Boolean']['input']>;
  compare?: InputMaybe<Comparison>;
  compareRange?: InputMaybe<RangeInput>;
  timezone?: InputMaybe<Scalars['String']['input']>;
  orderBy?: InputMaybe<Array<OrderInput>>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  offset?: InputMaybe<Scalars['Int']['input']>;
};

export type RangeInput = {
  preset?: InputMaybe<RangePreset>;
  from?: InputMaybe<Scalars['Date']['input']>;
  to?: InputMaybe<Scalars['Date']['input']>;
};

export type RangePreset =
  | 'TODAY'
  | 'YESTERDAY'
  | 'LAST_30_MINUTES'
  | 'LAST_24_HOURS'
  | 'LAST_7_DAYS'
  | 'LAST_28_DAYS'
  | 'LAST_30_DAYS'
  | 'LAST_90_DAYS'
  | 'THIS_WEEK'
  | 'LAST_WEEK'
  | 'THIS_MONTH'
  | 'LAST_MONTH'
  | 'THIS_QUARTER'
  | 'THIS_YEAR'
  | 'LAST_YEAR'
  | 'LAST_12_MONTHS'
  | 'ALL_TIME';

export type Interval =
  | 'MINUTE'
  | 'HOUR'
  | 'DAY'
  | 'WEEK'
  | 'MONTH'
  | 'QUARTER'
  | 'YEAR';

export type Comparison =
  | 'PREVIOUS_PERIOD'
  | 'PREVIOUS_YEAR'
  | 'SAME_WEEKDAYS'
  | 'CUSTOM';

export type FilterInput = {
  dimension?: InputMaybe<Dimension>;
  key?: InputMaybe<Scalars['String']['input']>;
  op?: InputMaybe<FilterOp>;
  values?: InputMaybe<Array<Scalars['String']['input']>>;
  scope?: InputMaybe<FilterScope>;
  and?: InputMaybe<Array<FilterInput>>;
  or?: InputMaybe<Array<FilterInput>>;
  not?: InputMaybe<FilterInput>;
};

export type FilterOp =
  | 'IS'
  | 'IS_NOT'
  | 'CONTAINS'
  | 'NOT_CONTAINS'
  | 'STARTS_WITH'
  | 'ENDS_WITH'
  | 'MATCHES'
  | 'NOT_MATCHES'
  | 'IS_SET'
  | 'IS_NOT_SET'
  | 'GREATER'
  | 'LESS';

export type FilterScope =
  | 'EVENT'
  | 'SESSION';

export type OrderInput = {
  metric?: InputMaybe<Metric>;
  dimension?: InputMaybe<Dimension>;
  direction: Direction;
};

export type Direction =
  | 'ASC'
  | 'DESC';

export type Metric =
  | 'VISITORS'
  | 'NEW_VISITORS'
  | 'RETURNING_VISITORS'
  | 'SESSIONS'
  | 'PAGEVIEWS'
  | 'EVENTS'
  | 'BOUNCE_RATE'
  | 'SINGLE_PAGE_RATE'
  | 'SESSION_DURATION'
  | 'VIEWS_PER_SESSION'
  | 'ENGAGEMENT_TIME'
  | 'TIME_ON_PAGE'
  | 'SCROLL_DEPTH'
  | 'CONVERSIONS'
  | 'CONVERSION_RATE'
  | 'BUSINESS_VISITOR_RATE'
  | 'REVENUE'
  | 'TRANSACTIONS'
  | 'AVERAGE_ORDER_VALUE'
  | 'REVENUE_PER_VISITOR';

export type Dimension =
  | 'TIME'
  | 'SITE'
  | 'PAGE'
  | 'HOSTNAME'
  | 'QUERY'
  | 'TITLE'
  | 'ENTRY_PAGE'
  | 'EXIT_PAGE'
  | 'SOURCE'
  | 'MEDIUM'
  | 'CHANNEL'
  | 'CAMPAIGN'
  | 'UTM_SOURCE'
  | 'UTM_MEDIUM'
  | 'UTM_CAMPAIGN'
  | 'UTM_TERM'
  | 'UTM_CONTENT'
  | 'CLICK_ID'
  | 'REFERRER'
  | 'REFERRER_HOSTNAME'
  | 'COUNTRY'
  | 'REGION'
  | 'CITY'
  | 'TIMEZONE'
  | 'LANGUAGE'
  | 'ASN'
  | 'ORGANIZATION'
  | 'COMPANY'
  | 'VISITOR_TYPE'
  | 'VISITOR_STATUS'
  | 'DEVICE'
  | 'BROWSER'
  | 'BROWSER_VERSION'
  | 'OS'
  | 'OS_VERSION'
  | 'SCREEN'
  | 'VIEWPORT'
  | 'EVENT'
  | 'PROPERTY'
  | 'LINK'
  | 'FILE'
  | 'FORM'
  | 'VIDEO'
  | 'SEARCH_TERM'
  | 'HOUR_OF_DAY'
  | 'DAY_OF_WEEK'
  | 'CONSENT'
  | 'ORIGIN';

export type StatsResult = {
  rows: Array<StatsRow>;
  totals: StatsRow;
  rowCount: Scalars['Int']['output'];
  query: QueryInfo;
};

export type StatsRow = {
  dimensions: Array<Maybe<Scalars['String']['output']>>;
  metrics: Array<Maybe<Scalars['Float']['output']>>;
  comparison?: Maybe<Array<Maybe<Scalars['Float']['output']>>>;
  change?: Maybe<Array<Maybe<Scalars['Float']['output']>>>;
  partial: Scalars['Boolean']['output'];
};

export type QueryInfo = {
  elapsedMs: Scalars['Float']['output'];
  rowsScanned: Scalars['Int']['output'];
  bytesScanned: Scalars['Int']['output'];
  filesScanned: Scalars['Int']['output'];
  hotRows: Scalars['Int']['output'];
  tableVersion: Scalars['Int']['output'];
  approximate: Scalars['Boolean']['output'];
  maxError?: Maybe<Scalars['Float']['output']>;
  from: Scalars['DateTime']['output'];
  to: Scalars['DateTime']['output'];
  timezone: Scalars['String']['output'];
};

export type Realtime = {
  at: Scalars['DateTime']['output'];
  activeVisitors: Scalars['Int']['output'];
  activeSessions: Scalars['Int']['output'];
  activeSites: Scalars['Int']['output'];
  eventsPerMinute: Scalars['Int']['output'];
  conversionRate?: Maybe<Scalars['Float']['output']>;
  revenue?: Maybe<Scalars['Float']['output']>;
  minutes: Array<MinuteCount>;
  topPages: Array<NamedCount>;
  topSources: Array<NamedCount>;
  topCountries: Array<NamedCount>;
  visitors: Array<LiveVisitor>;
};


export type RealtimeVisitorsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type LiveVisitor = {
  visitorId: Scalars['ID']['output'];
  siteId: Scalars['ID']['output'];
  page?: Maybe<Scalars['String']['output']>;
  source?: Maybe<Scalars['String']['output']>;
  channel?: Maybe<Scalars['String']['output']>;
  country?: Maybe<Scalars['String']['output']>;
  city?: Maybe<Scalars['String']['output']>;
  device?: Maybe<Scalars['String']['output']>;
  browser?: Maybe<Scalars['String']['output']>;
  company?: Maybe<Scalars['String']['output']>;
  pagesViewed: Scalars['Int']['output'];
  timeOnSiteSec: Scalars['Int']['output'];
  firstSeen: Scalars['DateTime']['output'];
  lastSeen: Scalars['DateTime']['output'];
};

export type NamedCount = {
  name?: Maybe<Scalars['String']['output']>;
  key?: Maybe<Scalars['String']['output']>;
  count: Scalars['Int']['output'];
};

export type MinuteCount = {
  at: Scalars['DateTime']['output'];
  visitors: Scalars['Int']['output'];
  pageviews: Scalars['Int']['output'];
  events: Scalars['Int']['output'];
};

export type Event = {
  id: Scalars['ID']['output'];
  siteId: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  timestamp: Scalars['DateTime']['output'];
  serverTimestamp: Scalars['DateTime']['output'];
  visitorId?: Maybe<Scalars['ID']['output']>;
  sessionId?: Maybe<Scalars['ID']['output']>;
  userId?: Maybe<Scalars['String']['output']>;
  pageUrl?: Maybe<Scalars['String']['output']>;
  pagePath?: Maybe<Scalars['String']['output']>;
  pageTitle?: Maybe<Scalars['String']['output']>;
  referrer?: Maybe<Scalars['String']['output']>;
  source?: Maybe<Scalars['String']['output']>;
  medium?: Maybe<Scalars['String']['output']>;
  channel?: Maybe<Scalars['String']['output']>;
  campaign?: Maybe<Scalars['String']['output']>;
  country?: Maybe<Scalars['String']['output']>;
  region?: Maybe<Scalars['String']['output']>;
  city?: Maybe<Scalars['String']['output']>;
  device?: Maybe<Scalars['String']['output']>;
  browser?: Maybe<Scalars['String']['output']>;
  os?: Maybe<Scalars['String']['output']>;
  language?: Maybe<Scalars['String']['output']>;
  company?: Maybe<Scalars['String']['output']>;
  visitorType?: Maybe<Scalars['String']['output']>;
  value?: Maybe<Scalars['Float']['output']>;
  currency?: Maybe<Scalars['String']['output']>;
  transactionId?: Maybe<Scalars['String']['output']>;
  isBot: Scalars['Boolean']['output'];
  origin: Scalars['String']['output'];
  properties?: Maybe<Scalars['JSON']['output']>;
};

export type SiteStatus =
  | 'ACTIVE'
  | 'PAUSED'
  | 'ERROR';

export type InstallState =
  | 'NOT_DETECTED'
  | 'INSTALLED'
  | 'SILENT';

export type Platform =
  | 'HTML';

export type Site = {
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  domains: Array<Scalars['String']['output']>;
  timezone: Scalars['String']['output'];
  currency: Scalars['String']['output'];
  status: SiteStatus;
  installed: InstallState;
  lastEventAt?: Maybe<Scalars['DateTime']['output']>;
  snippet: Scalars['String']['output'];
  createdAt: Scalars['DateTime']['output'];
};


export type SiteSnippetArgs = {
  platform?: InputMaybe<Platform>;
};

export type Percentiles = {
  p50: Scalars['Float']['output'];
  p95: Scalars['Float']['output'];
  p99: Scalars['Float']['output'];
};

export type PipelineHealth = {
  at: Scalars['DateTime']['output'];
  receivedPerMinute: Scalars['Float']['output'];
  processedPerMinute: Scalars['Float']['output'];
  failedPerMinute: Scalars['Float']['output'];
  rejectedPerMinute: Scalars['Float']['output'];
  queued: Scalars['Int']['output'];
  latencyMs: Percentiles;
  checkpointAgeSec: Scalars['Float']['output'];
  lowWaterLag: Scalars['Int']['output'];
  uptimePercent: Scalars['Float']['output'];
};
