export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A local day, such as 2026-10-25. */
  Date: { input: string; output: string; }
  /**
   * Implement the DateTime<Utc> scalar
   *
   * The input/output is a string in RFC3339 format.
   */
  DateTime: { input: string; output: string; }
  /** A scalar that can represent any JSON value. */
  JSON: { input: unknown; output: unknown; }
};

/** What an answer is compared with. */
export type Comparison =
  | 'PREVIOUS_PERIOD'
  | 'PREVIOUS_YEAR'
  | 'SAME_WEEKDAYS'
  | 'CUSTOM';

/** A site to be made. */
export type CreateSiteInput = {
  /** Its name. */
  name: Scalars['String']['input'];
  /** Its domains. */
  domains: Array<Scalars['String']['input']>;
  /** IANA zone; UTC where not said. */
  timezone?: InputMaybe<Scalars['String']['input']>;
  /** ISO 4217; USD where not said. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** The organisation that owns it. */
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  /** What else is set. */
  settings?: InputMaybe<SiteSettingsInput>;
};

/** What is told apart. */
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

/** Ascending or descending. */
export type Direction =
  | 'ASC'
  | 'DESC';

/** What an erasure did. */
export type ErasureReceipt = {
  siteId: Scalars['ID']['output'];
  visitorId: Scalars['ID']['output'];
  events: Scalars['Int']['output'];
  sessions: Scalars['Int']['output'];
  erasedAt: Scalars['DateTime']['output'];
};

/** An event. */
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
  origin?: Maybe<Scalars['String']['output']>;
  properties?: Maybe<Scalars['JSON']['output']>;
};

/** A page of events, newest first. */
export type EventConnection = {
  /** The events. */
  edges: Array<EventEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An event in a list. */
export type EventEdge = {
  /** The event. */
  node: Event;
  /** Its place. */
  cursor: Scalars['String']['output'];
};

/** One comparison, or exactly one of and / or / not. */
export type FilterInput = {
  /** What is compared. */
  dimension?: InputMaybe<Dimension>;
  /** The property's name, for PROPERTY. */
  key?: InputMaybe<Scalars['String']['input']>;
  /** How. */
  op?: InputMaybe<FilterOp>;
  /** With what; any of them is enough. */
  values?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Of what. */
  scope?: InputMaybe<FilterScope>;
  /** All of these. */
  and?: InputMaybe<Array<FilterInput>>;
  /** Any of these. */
  or?: InputMaybe<Array<FilterInput>>;
  /** The opposite of this. */
  not?: InputMaybe<FilterInput>;
};

/** How a condition compares. */
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

/** What a condition on an event's dimension is about. */
export type FilterScope =
  | 'EVENT'
  | 'SESSION';

/** Whether a tracker has been heard. */
export type InstallState =
  /** Never. */
  | 'NOT_DETECTED'
  /** In the last seven days. */
  | 'INSTALLED'
  /** Before that. */
  | 'SILENT';

/** The length of a TIME bucket. */
export type Interval =
  | 'MINUTE'
  | 'HOUR'
  | 'DAY'
  | 'WEEK'
  | 'MONTH'
  | 'QUARTER'
  | 'YEAR';

/** A visitor who is here now. */
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

/** What is measured. `events.md` defines each. */
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

/** Counts of a whole minute. */
export type MinuteCount = {
  at: Scalars['DateTime']['output'];
  visitors: Scalars['Int']['output'];
  pageviews: Scalars['Int']['output'];
  events: Scalars['Int']['output'];
};

export type Mutation = {
  /** Makes a site. */
  createSite: Site;
  /** Changes a site; changed settings are a new version and take effect within a second. */
  updateSite: Site;
  /** Hides a site at once. */
  deleteSite: Scalars['Boolean']['output'];
  /** Forgets a visitor: his rows leave both tables. */
  eraseVisitor: ErasureReceipt;
};


export type MutationCreateSiteArgs = {
  input: CreateSiteInput;
};


export type MutationUpdateSiteArgs = {
  id: Scalars['ID']['input'];
  input: UpdateSiteInput;
};


export type MutationDeleteSiteArgs = {
  id: Scalars['ID']['input'];
  now?: Scalars['Boolean']['input'];
};


export type MutationEraseVisitorArgs = {
  siteId: Scalars['ID']['input'];
  visitorId: Scalars['ID']['input'];
};

/** A value and how often. */
export type NamedCount = {
  name?: Maybe<Scalars['String']['output']>;
  key?: Maybe<Scalars['String']['output']>;
  count: Scalars['Int']['output'];
};

/** One criterion of the order. */
export type OrderInput = {
  /** By a metric that is asked for. */
  metric?: InputMaybe<Metric>;
  /** By a dimension that is asked for. */
  dimension?: InputMaybe<Dimension>;
  /** Which way. */
  direction: Direction;
};

/** Where a page of a list ends. */
export type PageInfo = {
  /** Whether there are more. */
  hasNextPage: Scalars['Boolean']['output'];
  /** Where the next page begins. */
  endCursor?: Maybe<Scalars['String']['output']>;
};

/** A partition's positions in the log. */
export type PartitionHealth = {
  partition: Scalars['Int']['output'];
  firstOffset: Scalars['Int']['output'];
  nextOffset: Scalars['Int']['output'];
  appliedOffset: Scalars['Int']['output'];
  hotRows: Scalars['Int']['output'];
};

/** Median, 95th and 99th percentile. */
export type Percentiles = {
  p50: Scalars['Float']['output'];
  p95: Scalars['Float']['output'];
  p99: Scalars['Float']['output'];
};

/** An error that has lately occurred, equal ones counted together. */
export type PipelineError = {
  siteId?: Maybe<Scalars['ID']['output']>;
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  count: Scalars['Int']['output'];
  first: Scalars['DateTime']['output'];
  last: Scalars['DateTime']['output'];
};

/** How the pipeline fares. */
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
  log: StoreSize;
  tables: Array<TableHealth>;
  partitions: Array<PartitionHealth>;
  sites: Array<SiteHealth>;
  resources: Resources;
  uptimePercent: Scalars['Float']['output'];
  /** The latest errors, newest first. */
  errors: Array<PipelineError>;
};


/** How the pipeline fares. */
export type PipelineHealthErrorsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Where a snippet goes. */
export type Platform =
  | 'HTML';

export type Query = {
  /** The caller's sites, by name. */
  sites: SiteConnection;
  /** One of the caller's sites; null where there is none of that id. */
  site?: Maybe<Site>;
  /** Any metrics by any dimensions. */
  stats: StatsResult;
  /** Values that a dimension takes, the commonest first. */
  dimensionValues: Array<NamedCount>;
  /** What is going on now. */
  realtime: Realtime;
  /** Events, newest first. */
  events: EventConnection;
  /** How the pipeline fares; a caller sees only his own sites. */
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

/** What it took to answer. */
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

/** A preset, or both days, inclusive. */
export type RangeInput = {
  /** Relative to the present. */
  preset?: InputMaybe<RangePreset>;
  /** First local day. */
  from?: InputMaybe<Scalars['Date']['input']>;
  /** Last local day. */
  to?: InputMaybe<Scalars['Date']['input']>;
};

/** A range that moves with the present. */
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

/** What is going on now. */
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
  /** Who is here, most recent first. */
  visitors: Array<LiveVisitor>;
};


/** What is going on now. */
export type RealtimeVisitorsArgs = {
  first?: Scalars['Int']['input'];
};

/** What the process uses. */
export type Resources = {
  cpuPercent: Scalars['Float']['output'];
  memoryBytes: Scalars['Int']['output'];
};

/** A website whose events are collected. */
export type Site = {
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  domains: Array<Scalars['String']['output']>;
  timezone: Scalars['String']['output'];
  currency: Scalars['String']['output'];
  status: SiteStatus;
  installed: InstallState;
  lastEventAt?: Maybe<Scalars['DateTime']['output']>;
  settings: SiteSettings;
  createdAt: Scalars['DateTime']['output'];
  /** The line to put into its pages. */
  snippet: Scalars['String']['output'];
};


/** A website whose events are collected. */
export type SiteSnippetArgs = {
  platform?: InputMaybe<Platform>;
};

/** A page of sites. */
export type SiteConnection = {
  /** The sites. */
  edges: Array<SiteEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
  /** How many there are. */
  totalCount: Scalars['Int']['output'];
};

/** A site in a list. */
export type SiteEdge = {
  /** The site. */
  node: Site;
  /** Its place. */
  cursor: Scalars['String']['output'];
};

/** What a site has lately sent. */
export type SiteHealth = {
  siteId: Scalars['ID']['output'];
  receivedLastHour: Scalars['Int']['output'];
  rejectedLastHour: Scalars['Int']['output'];
  refusedLastHour: Scalars['Int']['output'];
  lastEventAt?: Maybe<Scalars['DateTime']['output']>;
};

/** A site's settings. */
export type SiteSettings = {
  /** Further hosts that may send events. */
  allowedHosts: Array<Scalars['String']['output']>;
  /** Seconds of inactivity that end a session. */
  sessionTimeoutSec: Scalars['Int']['output'];
  /** Event names that count as conversions. */
  keyEvents: Array<Scalars['String']['output']>;
  /** What unknown consent allows. */
  consent: Scalars['String']['output'];
  /** What becomes of the raw address. */
  address: Scalars['String']['output'];
  /** Whether addresses are looked up. */
  lookup: Scalars['Boolean']['output'];
  /** Whether Do Not Track and Global Privacy Control count as refusal. */
  honourDnt: Scalars['Boolean']['output'];
  /** Days that rows are kept. */
  retentionDays?: Maybe<Scalars['Int']['output']>;
  /** Whether events are refused. */
  paused: Scalars['Boolean']['output'];
};

/** Settings that can be given. */
export type SiteSettingsInput = {
  /** Further hosts that may send events; `*` allows any. */
  allowedHosts?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Seconds of inactivity that end a session, 1 to 14,400. */
  sessionTimeoutSec?: InputMaybe<Scalars['Int']['input']>;
  /** Event names that count as conversions. */
  keyEvents?: InputMaybe<Array<Scalars['String']['input']>>;
  /** `anonymous`, `strict` or `not_required`. */
  consent?: InputMaybe<Scalars['String']['input']>;
  /** `discard`, `truncate`, `hash` or `keep`. */
  address?: InputMaybe<Scalars['String']['input']>;
  /** Whether addresses are looked up. */
  lookup?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether Do Not Track and Global Privacy Control count as refusal. */
  honourDnt?: InputMaybe<Scalars['Boolean']['input']>;
  /** Days that rows are kept; null keeps them. */
  retentionDays?: InputMaybe<Scalars['Int']['input']>;
  /** Whether events are refused. */
  paused?: InputMaybe<Scalars['Boolean']['input']>;
};

/** How a site fares. */
export type SiteStatus =
  /** Events are accepted. */
  | 'ACTIVE'
  /** Paused by hand. */
  | 'PAUSED'
  /** Over half of the last hour's requests (at least 20) were refused. */
  | 'ERROR';

/** A question. */
export type StatsInput = {
  /** The sites. */
  siteIds: Array<Scalars['ID']['input']>;
  /** The time. */
  range: RangeInput;
  /** What to measure. */
  metrics: Array<Metric>;
  /** What to tell apart. */
  dimensions?: InputMaybe<Array<Dimension>>;
  /** One per PROPERTY in dimensions, in order. */
  propertyKeys?: InputMaybe<Array<Scalars['String']['input']>>;
  /** The length of TIME buckets. */
  interval?: InputMaybe<Interval>;
  /** Conditions that all hold. */
  filters?: InputMaybe<Array<FilterInput>>;
  /** A saved filter. */
  segmentId?: InputMaybe<Scalars['ID']['input']>;
  /** Whether programs count. */
  includeBots?: Scalars['Boolean']['input'];
  /** What to compare with. */
  compare?: InputMaybe<Comparison>;
  /** For CUSTOM. */
  compareRange?: InputMaybe<RangeInput>;
  /** IANA zone; the first site's where not said. */
  timezone?: InputMaybe<Scalars['String']['input']>;
  /** The order. */
  orderBy?: InputMaybe<Array<OrderInput>>;
  /** How many rows: 100 where not said, at most 10,000. */
  limit?: InputMaybe<Scalars['Int']['input']>;
  /** How many rows to pass over. */
  offset?: InputMaybe<Scalars['Int']['input']>;
};

/** An answer. */
export type StatsResult = {
  rows: Array<StatsRow>;
  totals: StatsRow;
  rowCount: Scalars['Int']['output'];
  query: QueryInfo;
};

/** One row of an answer; values in the order asked. */
export type StatsRow = {
  dimensions: Array<Maybe<Scalars['String']['output']>>;
  metrics: Array<Maybe<Scalars['Float']['output']>>;
  comparison?: Maybe<Array<Maybe<Scalars['Float']['output']>>>;
  change?: Maybe<Array<Maybe<Scalars['Float']['output']>>>;
  partial: Scalars['Boolean']['output'];
};

/** How much a store holds. */
export type StoreSize = {
  bytes: Scalars['Int']['output'];
  bytesMax: Scalars['Int']['output'];
};

export type Subscriptions = {
  /** Events as they become queryable. Ends with an error where the subscriber is too slow. */
  events: Event;
  /** What is going on, once a second. */
  realtime: Realtime;
  /** The same question as the query, answered again within a second of a change, at most once a second. */
  stats: StatsResult;
  /** How the pipeline fares, once a second. */
  pipeline: PipelineHealth;
};


export type SubscriptionsEventsArgs = {
  siteIds: Array<Scalars['ID']['input']>;
  filters?: InputMaybe<Array<FilterInput>>;
};


export type SubscriptionsRealtimeArgs = {
  siteIds: Array<Scalars['ID']['input']>;
};


export type SubscriptionsStatsArgs = {
  input: StatsInput;
};

/** A table's size. */
export type TableHealth = {
  name: Scalars['String']['output'];
  version: Scalars['Int']['output'];
  files: Scalars['Int']['output'];
  rows: Scalars['Int']['output'];
  bytes: Scalars['Int']['output'];
};

/** What to change of a site; what is not given stays. */
export type UpdateSiteInput = {
  /** Its name. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Its domains. */
  domains?: InputMaybe<Array<Scalars['String']['input']>>;
  /** IANA zone. */
  timezone?: InputMaybe<Scalars['String']['input']>;
  /** ISO 4217. */
  currency?: InputMaybe<Scalars['String']['input']>;
  /** What else is set. */
  settings?: InputMaybe<SiteSettingsInput>;
};
