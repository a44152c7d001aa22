/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import { TypedDocumentString } from './document';
/** What an answer is compared with. */
export type Comparison =
  | 'PREVIOUS_PERIOD'
  | 'PREVIOUS_YEAR'
  | 'SAME_WEEKDAYS'
  | 'CUSTOM';

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
  | 'ORIGIN'
  | 'FIRST_SOURCE'
  | 'FIRST_MEDIUM'
  | 'FIRST_CAMPAIGN'
  | 'FIRST_CHANNEL'
  | 'FIRST_ENTRY_PAGE'
  | 'BOT';

/** Ascending or descending. */
export type Direction =
  | 'ASC'
  | 'DESC';

/** One comparison, or exactly one of and / or / not. */
export type FilterInput = {
  /** What is compared. */
  dimension?: Dimension | null | undefined;
  /** The property's name, for PROPERTY. */
  key?: string | null | undefined;
  /** How. */
  op?: FilterOp | null | undefined;
  /** With what; any of them is enough. */
  values?: Array<string> | null | undefined;
  /** Of what. */
  scope?: FilterScope | null | undefined;
  /** All of these. */
  and?: Array<FilterInput> | null | undefined;
  /** Any of these. */
  or?: Array<FilterInput> | null | undefined;
  /** The opposite of this. */
  not?: FilterInput | null | undefined;
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

/** One criterion of the order. */
export type OrderInput = {
  /** By a metric that is asked for. */
  metric?: Metric | null | undefined;
  /** By a dimension that is asked for. */
  dimension?: Dimension | null | undefined;
  /** Which way. */
  direction: Direction;
};

/** A preset, or both days, inclusive. */
export type RangeInput = {
  /** Relative to the present. */
  preset?: RangePreset | null | undefined;
  /** First local day. */
  from?: string | null | undefined;
  /** Last local day. */
  to?: string | null | undefined;
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
  siteIds: Array<string>;
  /** The time. */
  range: RangeInput;
  /** What to measure. */
  metrics: Array<Metric>;
  /** What to tell apart. */
  dimensions?: Array<Dimension> | null | undefined;
  /** One per PROPERTY in dimensions, in order. */
  propertyKeys?: Array<string> | null | undefined;
  /** The length of TIME buckets. */
  interval?: Interval | null | undefined;
  /** Conditions that all hold. */
  filters?: Array<FilterInput> | null | undefined;
  /** A saved filter. */
  segmentId?: string | null | undefined;
  /** Whether programs count. */
  includeBots?: boolean;
  /** What to compare with. */
  compare?: Comparison | null | undefined;
  /** For CUSTOM. */
  compareRange?: RangeInput | null | undefined;
  /** IANA zone; the first site's where not said. */
  timezone?: string | null | undefined;
  /** The order. */
  orderBy?: Array<OrderInput> | null | undefined;
  /** How many rows: 100 where not said, at most 10,000. */
  limit?: number | null | undefined;
  /** How many rows to pass over. */
  offset?: number | null | undefined;
};

/** Which day a week begins with. */
export type WeekStart =
  /** ISO weeks. */
  | 'MONDAY'
  /** As in North America. */
  | 'SUNDAY';

export type SiteFieldsFragment = { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, settings: { weekStart: WeekStart } };

export type StatsFieldsFragment = { rowCount: number, rows: Array<{ dimensions: Array<string | null>, metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }>, totals: { metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }, query: { elapsedMs: number, rowsScanned: number, approximate: boolean, maxError: number | null, from: string, to: string, timezone: string } };

export type EventFieldsFragment = { id: string, siteId: string, name: string, timestamp: string, serverTimestamp: string, visitorId: string | null, sessionId: string | null, userId: string | null, pageUrl: string | null, pagePath: string | null, pageTitle: string | null, referrer: string | null, source: string | null, medium: string | null, channel: string | null, campaign: string | null, country: string | null, region: string | null, city: string | null, device: string | null, browser: string | null, os: string | null, language: string | null, company: string | null, visitorType: string | null, value: number | null, currency: string | null, transactionId: string | null, isBot: boolean, origin: string | null, properties: unknown };

export type SitesQueryVariables = Exact<{
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SitesQuery = { sites: { totalCount: number, edges: Array<{ node: { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, settings: { weekStart: WeekStart } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SiteQueryVariables = Exact<{
  id: string;
}>;


export type SiteQuery = { site: { snippet: string, id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, settings: { weekStart: WeekStart } } | null };

export type StatsQueryVariables = Exact<{
  input: StatsInput;
}>;


export type StatsQuery = { stats: { rowCount: number, rows: Array<{ dimensions: Array<string | null>, metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }>, totals: { metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }, query: { elapsedMs: number, rowsScanned: number, approximate: boolean, maxError: number | null, from: string, to: string, timezone: string } } };

export type DimensionValuesQueryVariables = Exact<{
  siteIds: Array<string> | string;
  dimension: Dimension;
  key?: string | null | undefined;
  search?: string | null | undefined;
  range: RangeInput;
  first?: number | null | undefined;
}>;


export type DimensionValuesQuery = { dimensionValues: Array<{ name: string | null, key: string | null, count: number }> };

export type DefinitionsQueryVariables = Exact<{ [key: string]: never; }>;


export type DefinitionsQuery = { definitions: { metrics: Array<{ name: string, description: string }> } };

export type SegmentFieldsFragment = { id: string, name: string, shared: boolean, mine: boolean, filters: unknown };

export type SegmentsQueryVariables = Exact<{
  siteId: string;
}>;


export type SegmentsQuery = { segments: Array<{ id: string, name: string, shared: boolean, mine: boolean, filters: unknown }> };

export type SaveSegmentMutationVariables = Exact<{
  siteId: string;
  id?: string | null | undefined;
  name: string;
  shared: boolean;
  filters: Array<FilterInput> | FilterInput;
}>;


export type SaveSegmentMutation = { saveSegment: { id: string, name: string, shared: boolean, mine: boolean, filters: unknown } };

export type DeleteSegmentMutationVariables = Exact<{
  siteId: string;
  id: string;
}>;


export type DeleteSegmentMutation = { deleteSegment: boolean };

export type EventDetailQueryVariables = Exact<{
  siteId: string;
  id: string;
  timestamp: string;
}>;


export type EventDetailQuery = { event: { columns: unknown, address: string | null } | null };

export type ActiveVisitorsQueryVariables = Exact<{
  siteIds: Array<string> | string;
}>;


export type ActiveVisitorsQuery = { realtime: { activeVisitors: number } };

export type RecentEventsQueryVariables = Exact<{
  siteIds: Array<string> | string;
  filters?: Array<FilterInput> | FilterInput | null | undefined;
  first?: number | null | undefined;
}>;


export type RecentEventsQuery = { events: { edges: Array<{ node: { id: string, siteId: string, name: string, timestamp: string, serverTimestamp: string, visitorId: string | null, sessionId: string | null, userId: string | null, pageUrl: string | null, pagePath: string | null, pageTitle: string | null, referrer: string | null, source: string | null, medium: string | null, channel: string | null, campaign: string | null, country: string | null, region: string | null, city: string | null, device: string | null, browser: string | null, os: string | null, language: string | null, company: string | null, visitorType: string | null, value: number | null, currency: string | null, transactionId: string | null, isBot: boolean, origin: string | null, properties: unknown } }> } };

export type LiveRealtimeSubscriptionVariables = Exact<{
  siteIds: Array<string> | string;
  visitors: number;
}>;


export type LiveRealtimeSubscription = { realtime: { at: string, activeVisitors: number, activeSessions: number, activeSites: number, eventsPerMinute: number, conversionRate: number | null, revenue: number | null, minutes: Array<{ at: string, visitors: number, pageviews: number, events: number }>, topPages: Array<{ name: string | null, count: number }>, topSources: Array<{ name: string | null, count: number }>, topCountries: Array<{ name: string | null, count: number }>, visitors: Array<{ visitorId: string, siteId: string, page: string | null, source: string | null, channel: string | null, country: string | null, city: string | null, device: string | null, browser: string | null, company: string | null, pagesViewed: number, timeOnSiteSec: number, firstSeen: string, lastSeen: string }> } };

export type LiveEventsSubscriptionVariables = Exact<{
  siteIds: Array<string> | string;
  filters?: Array<FilterInput> | FilterInput | null | undefined;
}>;


export type LiveEventsSubscription = { events: { id: string, siteId: string, name: string, timestamp: string, serverTimestamp: string, visitorId: string | null, sessionId: string | null, userId: string | null, pageUrl: string | null, pagePath: string | null, pageTitle: string | null, referrer: string | null, source: string | null, medium: string | null, channel: string | null, campaign: string | null, country: string | null, region: string | null, city: string | null, device: string | null, browser: string | null, os: string | null, language: string | null, company: string | null, visitorType: string | null, value: number | null, currency: string | null, transactionId: string | null, isBot: boolean, origin: string | null, properties: unknown } };

export type LiveStatsSubscriptionVariables = Exact<{
  input: StatsInput;
}>;


export type LiveStatsSubscription = { stats: { rowCount: number, rows: Array<{ dimensions: Array<string | null>, metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }>, totals: { metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }, query: { elapsedMs: number, rowsScanned: number, approximate: boolean, maxError: number | null, from: string, to: string, timezone: string } } };

export type LivePipelineSubscriptionVariables = Exact<{
  search?: string | null | undefined;
  siteId?: string | null | undefined;
}>;


export type LivePipelineSubscription = { pipeline: { at: string, receivedPerMinute: number, processedPerMinute: number, failedPerMinute: number, rejectedPerMinute: number, queued: number, checkpointAgeSec: number, lowWaterLag: number, uptimePercent: number, latencyMs: { p50: number, p95: number, p99: number }, log: { bytes: number, bytesMax: number }, tables: Array<{ name: string, version: number, files: number, rows: number, bytes: number }>, partitions: Array<{ partition: number, firstOffset: number, nextOffset: number, appliedOffset: number, hotRows: number }>, sites: Array<{ siteId: string, receivedLastHour: number, rejectedLastHour: number, refusedLastHour: number, lastEventAt: string | null }>, resources: { cpuPercent: number, memoryBytes: number }, errors: Array<{ kind: string, siteId: string | null, code: string, message: string, count: number, first: string, last: string }> } };

export const SiteFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SiteFields on Site {
  id
  organizationId
  name
  domains
  timezone
  currency
  status
  installed
  lastEventAt
  settings {
    weekStart
  }
}
    `) as unknown as TypedDocumentString<SiteFieldsFragment, unknown>;
export const StatsFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment StatsFields on StatsResult {
  rows {
    dimensions
    metrics
    comparison
    change
    partial
  }
  totals {
    metrics
    comparison
    change
    partial
  }
  rowCount
  query {
    elapsedMs
    rowsScanned
    approximate
    maxError
    from
    to
    timezone
  }
}
    `) as unknown as TypedDocumentString<StatsFieldsFragment, unknown>;
export const EventFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EventFields on Event {
  id
  siteId
  name
  timestamp
  serverTimestamp
  visitorId
  sessionId
  userId
  pageUrl
  pagePath
  pageTitle
  referrer
  source
  medium
  channel
  campaign
  country
  region
  city
  device
  browser
  os
  language
  company
  visitorType
  value
  currency
  transactionId
  isBot
  origin
  properties
}
    `) as unknown as TypedDocumentString<EventFieldsFragment, unknown>;
export const SegmentFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SegmentFields on Segment {
  id
  name
  shared
  mine
  filters
}
    `) as unknown as TypedDocumentString<SegmentFieldsFragment, unknown>;
export const SitesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Sites($search: String, $first: Int, $after: String) {
  sites(search: $search, first: $first, after: $after) {
    edges {
      node {
        ...SiteFields
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    fragment SiteFields on Site {
  id
  organizationId
  name
  domains
  timezone
  currency
  status
  installed
  lastEventAt
  settings {
    weekStart
  }
}`) as unknown as TypedDocumentString<SitesQuery, SitesQueryVariables>;
export const SiteDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Site($id: ID!) {
  site(id: $id) {
    ...SiteFields
    snippet
  }
}
    fragment SiteFields on Site {
  id
  organizationId
  name
  domains
  timezone
  currency
  status
  installed
  lastEventAt
  settings {
    weekStart
  }
}`) as unknown as TypedDocumentString<SiteQuery, SiteQueryVariables>;
export const StatsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Stats($input: StatsInput!) {
  stats(input: $input) {
    ...StatsFields
  }
}
    fragment StatsFields on StatsResult {
  rows {
    dimensions
    metrics
    comparison
    change
    partial
  }
  totals {
    metrics
    comparison
    change
    partial
  }
  rowCount
  query {
    elapsedMs
    rowsScanned
    approximate
    maxError
    from
    to
    timezone
  }
}`) as unknown as TypedDocumentString<StatsQuery, StatsQueryVariables>;
export const DimensionValuesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DimensionValues($siteIds: [ID!]!, $dimension: Dimension!, $key: String, $search: String, $range: RangeInput!, $first: Int) {
  dimensionValues(
    siteIds: $siteIds
    dimension: $dimension
    key: $key
    search: $search
    range: $range
    first: $first
  ) {
    name
    key
    count
  }
}
    `) as unknown as TypedDocumentString<DimensionValuesQuery, DimensionValuesQueryVariables>;
export const DefinitionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Definitions {
  definitions {
    metrics {
      name
      description
    }
  }
}
    `) as unknown as TypedDocumentString<DefinitionsQuery, DefinitionsQueryVariables>;
export const SegmentsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Segments($siteId: ID!) {
  segments(siteId: $siteId) {
    ...SegmentFields
  }
}
    fragment SegmentFields on Segment {
  id
  name
  shared
  mine
  filters
}`) as unknown as TypedDocumentString<SegmentsQuery, SegmentsQueryVariables>;
export const SaveSegmentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SaveSegment($siteId: ID!, $id: ID, $name: String!, $shared: Boolean!, $filters: [FilterInput!]!) {
  saveSegment(
    siteId: $siteId
    id: $id
    name: $name
    shared: $shared
    filters: $filters
  ) {
    ...SegmentFields
  }
}
    fragment SegmentFields on Segment {
  id
  name
  shared
  mine
  filters
}`) as unknown as TypedDocumentString<SaveSegmentMutation, SaveSegmentMutationVariables>;
export const DeleteSegmentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeleteSegment($siteId: ID!, $id: ID!) {
  deleteSegment(siteId: $siteId, id: $id)
}
    `) as unknown as TypedDocumentString<DeleteSegmentMutation, DeleteSegmentMutationVariables>;
export const EventDetailDocument = /*#__PURE__*/ new TypedDocumentString(`
    query EventDetail($siteId: ID!, $id: ID!, $timestamp: DateTime!) {
  event(siteId: $siteId, id: $id, timestamp: $timestamp) {
    columns
    address
  }
}
    `) as unknown as TypedDocumentString<EventDetailQuery, EventDetailQueryVariables>;
export const ActiveVisitorsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ActiveVisitors($siteIds: [ID!]!) {
  realtime(siteIds: $siteIds) {
    activeVisitors
  }
}
    `) as unknown as TypedDocumentString<ActiveVisitorsQuery, ActiveVisitorsQueryVariables>;
export const RecentEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RecentEvents($siteIds: [ID!]!, $filters: [FilterInput!], $first: Int) {
  events(siteIds: $siteIds, filters: $filters, first: $first) {
    edges {
      node {
        ...EventFields
      }
    }
  }
}
    fragment EventFields on Event {
  id
  siteId
  name
  timestamp
  serverTimestamp
  visitorId
  sessionId
  userId
  pageUrl
  pagePath
  pageTitle
  referrer
  source
  medium
  channel
  campaign
  country
  region
  city
  device
  browser
  os
  language
  company
  visitorType
  value
  currency
  transactionId
  isBot
  origin
  properties
}`) as unknown as TypedDocumentString<RecentEventsQuery, RecentEventsQueryVariables>;
export const LiveRealtimeDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription LiveRealtime($siteIds: [ID!]!, $visitors: Int!) {
  realtime(siteIds: $siteIds) {
    at
    activeVisitors
    activeSessions
    activeSites
    eventsPerMinute
    conversionRate
    revenue
    minutes {
      at
      visitors
      pageviews
      events
    }
    topPages {
      name
      count
    }
    topSources {
      name
      count
    }
    topCountries {
      name
      count
    }
    visitors(first: $visitors) {
      visitorId
      siteId
      page
      source
      channel
      country
      city
      device
      browser
      company
      pagesViewed
      timeOnSiteSec
      firstSeen
      lastSeen
    }
  }
}
    `) as unknown as TypedDocumentString<LiveRealtimeSubscription, LiveRealtimeSubscriptionVariables>;
export const LiveEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription LiveEvents($siteIds: [ID!]!, $filters: [FilterInput!]) {
  events(siteIds: $siteIds, filters: $filters) {
    ...EventFields
  }
}
    fragment EventFields on Event {
  id
  siteId
  name
  timestamp
  serverTimestamp
  visitorId
  sessionId
  userId
  pageUrl
  pagePath
  pageTitle
  referrer
  source
  medium
  channel
  campaign
  country
  region
  city
  device
  browser
  os
  language
  company
  visitorType
  value
  currency
  transactionId
  isBot
  origin
  properties
}`) as unknown as TypedDocumentString<LiveEventsSubscription, LiveEventsSubscriptionVariables>;
export const LiveStatsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription LiveStats($input: StatsInput!) {
  stats(input: $input) {
    ...StatsFields
  }
}
    fragment StatsFields on StatsResult {
  rows {
    dimensions
    metrics
    comparison
    change
    partial
  }
  totals {
    metrics
    comparison
    change
    partial
  }
  rowCount
  query {
    elapsedMs
    rowsScanned
    approximate
    maxError
    from
    to
    timezone
  }
}`) as unknown as TypedDocumentString<LiveStatsSubscription, LiveStatsSubscriptionVariables>;
export const LivePipelineDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription LivePipeline($search: String, $siteId: ID) {
  pipeline {
    at
    receivedPerMinute
    processedPerMinute
    failedPerMinute
    rejectedPerMinute
    queued
    latencyMs {
      p50
      p95
      p99
    }
    checkpointAgeSec
    lowWaterLag
    log {
      bytes
      bytesMax
    }
    tables {
      name
      version
      files
      rows
      bytes
    }
    partitions {
      partition
      firstOffset
      nextOffset
      appliedOffset
      hotRows
    }
    sites {
      siteId
      receivedLastHour
      rejectedLastHour
      refusedLastHour
      lastEventAt
    }
    resources {
      cpuPercent
      memoryBytes
    }
    uptimePercent
    errors(first: 200, search: $search, siteId: $siteId) {
      kind
      siteId
      code
      message
      count
      first
      last
    }
  }
}
    `) as unknown as TypedDocumentString<LivePipelineSubscription, LivePipelineSubscriptionVariables>;