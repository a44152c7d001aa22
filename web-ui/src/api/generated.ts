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
  | 'FIRST_ENTRY_PAGE';

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

export type SiteFieldsFragment = { id: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null };

export type StatsFieldsFragment = { rowCount: number, rows: Array<{ dimensions: Array<string | null>, metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }>, totals: { metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }, query: { elapsedMs: number, from: string, to: string, timezone: string } };

export type EventFieldsFragment = { id: string, siteId: string, name: string, timestamp: string, serverTimestamp: string, visitorId: string | null, pagePath: string | null, pageTitle: string | null, source: string | null, channel: string | null, country: string | null, city: string | null, device: string | null, browser: string | null, os: string | null, value: number | null, currency: string | null, isBot: boolean };

export type SitesQueryVariables = Exact<{
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SitesQuery = { sites: { totalCount: number, edges: Array<{ node: { id: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SiteQueryVariables = Exact<{
  id: string;
}>;


export type SiteQuery = { site: { snippet: string, id: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null } | null };

export type StatsQueryVariables = Exact<{
  input: StatsInput;
}>;


export type StatsQuery = { stats: { rowCount: number, rows: Array<{ dimensions: Array<string | null>, metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }>, totals: { metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }, query: { elapsedMs: number, from: string, to: string, timezone: string } } };

export type DimensionValuesQueryVariables = Exact<{
  siteIds: Array<string> | string;
  dimension: Dimension;
  search?: string | null | undefined;
  range: RangeInput;
  first?: number | null | undefined;
}>;


export type DimensionValuesQuery = { dimensionValues: Array<{ name: string | null, count: number }> };

export type ActiveVisitorsQueryVariables = Exact<{
  siteIds: Array<string> | string;
}>;


export type ActiveVisitorsQuery = { realtime: { activeVisitors: number } };

export type RecentEventsQueryVariables = Exact<{
  siteIds: Array<string> | string;
  first?: number | null | undefined;
}>;


export type RecentEventsQuery = { events: { edges: Array<{ node: { id: string, siteId: string, name: string, timestamp: string, serverTimestamp: string, visitorId: string | null, pagePath: string | null, pageTitle: string | null, source: string | null, channel: string | null, country: string | null, city: string | null, device: string | null, browser: string | null, os: string | null, value: number | null, currency: string | null, isBot: boolean } }> } };

export type LiveRealtimeSubscriptionVariables = Exact<{
  siteIds: Array<string> | string;
}>;


export type LiveRealtimeSubscription = { realtime: { at: string, activeVisitors: number, activeSessions: number, eventsPerMinute: number, minutes: Array<{ at: string, visitors: number, pageviews: number, events: number }>, topPages: Array<{ name: string | null, count: number }>, topSources: Array<{ name: string | null, count: number }>, topCountries: Array<{ name: string | null, count: number }>, visitors: Array<{ visitorId: string, page: string | null, source: string | null, country: string | null, city: string | null, device: string | null, browser: string | null, pagesViewed: number, timeOnSiteSec: number, lastSeen: string }> } };

export type LiveEventsSubscriptionVariables = Exact<{
  siteIds: Array<string> | string;
}>;


export type LiveEventsSubscription = { events: { id: string, siteId: string, name: string, timestamp: string, serverTimestamp: string, visitorId: string | null, pagePath: string | null, pageTitle: string | null, source: string | null, channel: string | null, country: string | null, city: string | null, device: string | null, browser: string | null, os: string | null, value: number | null, currency: string | null, isBot: boolean } };

export type LiveStatsSubscriptionVariables = Exact<{
  input: StatsInput;
}>;


export type LiveStatsSubscription = { stats: { rowCount: number, rows: Array<{ dimensions: Array<string | null>, metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }>, totals: { metrics: Array<number | null>, comparison: Array<number | null> | null, change: Array<number | null> | null, partial: boolean }, query: { elapsedMs: number, from: string, to: string, timezone: string } } };

export const SiteFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SiteFields on Site {
  id
  name
  domains
  timezone
  currency
  status
  installed
  lastEventAt
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
  pagePath
  pageTitle
  source
  channel
  country
  city
  device
  browser
  os
  value
  currency
  isBot
}
    `) as unknown as TypedDocumentString<EventFieldsFragment, unknown>;
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
  name
  domains
  timezone
  currency
  status
  installed
  lastEventAt
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
  name
  domains
  timezone
  currency
  status
  installed
  lastEventAt
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
    from
    to
    timezone
  }
}`) as unknown as TypedDocumentString<StatsQuery, StatsQueryVariables>;
export const DimensionValuesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DimensionValues($siteIds: [ID!]!, $dimension: Dimension!, $search: String, $range: RangeInput!, $first: Int) {
  dimensionValues(
    siteIds: $siteIds
    dimension: $dimension
    search: $search
    range: $range
    first: $first
  ) {
    name
    count
  }
}
    `) as unknown as TypedDocumentString<DimensionValuesQuery, DimensionValuesQueryVariables>;
export const ActiveVisitorsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ActiveVisitors($siteIds: [ID!]!) {
  realtime(siteIds: $siteIds) {
    activeVisitors
  }
}
    `) as unknown as TypedDocumentString<ActiveVisitorsQuery, ActiveVisitorsQueryVariables>;
export const RecentEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query RecentEvents($siteIds: [ID!]!, $first: Int) {
  events(siteIds: $siteIds, first: $first) {
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
  pagePath
  pageTitle
  source
  channel
  country
  city
  device
  browser
  os
  value
  currency
  isBot
}`) as unknown as TypedDocumentString<RecentEventsQuery, RecentEventsQueryVariables>;
export const LiveRealtimeDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription LiveRealtime($siteIds: [ID!]!) {
  realtime(siteIds: $siteIds) {
    at
    activeVisitors
    activeSessions
    eventsPerMinute
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
    visitors(first: 20) {
      visitorId
      page
      source
      country
      city
      device
      browser
      pagesViewed
      timeOnSiteSec
      lastSeen
    }
  }
}
    `) as unknown as TypedDocumentString<LiveRealtimeSubscription, LiveRealtimeSubscriptionVariables>;
export const LiveEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription LiveEvents($siteIds: [ID!]!) {
  events(siteIds: $siteIds) {
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
  pagePath
  pageTitle
  source
  channel
  country
  city
  device
  browser
  os
  value
  currency
  isBot
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
    from
    to
    timezone
  }
}`) as unknown as TypedDocumentString<LiveStatsSubscription, LiveStatsSubscriptionVariables>;