/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import { TypedDocumentString } from './document';
/** A site to be made. */
export type CreateSiteInput = {
  /** Its name. */
  name: string;
  /** Its domains. */
  domains: Array<string>;
  /** IANA zone; UTC where not said. */
  timezone?: string | null | undefined;
  /** ISO 4217; USD where not said. */
  currency?: string | null | undefined;
  /** The organisation that owns it. */
  organizationId?: string | null | undefined;
  /** What else is set. */
  settings?: SiteSettingsInput | null | undefined;
};

/** Whether a tracker has been heard. */
export type InstallState =
  /** Never. */
  | 'NOT_DETECTED'
  /** In the last seven days. */
  | 'INSTALLED'
  /** Before that. */
  | 'SILENT';

/** A form that counts as a lead when it is sent. */
export type LeadFormInput = {
  /** The form's id or name. */
  form: string;
  /** What kind of lead it is. */
  leadType?: string | null | undefined;
  /** What it is worth, in the site's currency. */
  leadValue?: number | null | undefined;
};

/** How precisely a visitor's place is kept. */
export type LookupPrecision =
  /** City, postal code and coordinates. */
  | 'CITY'
  /** Country and region. */
  | 'REGION'
  /** The country alone. */
  | 'COUNTRY';

/** Where a snippet goes. */
export type Platform =
  | 'HTML'
  | 'GTM'
  | 'WORDPRESS'
  | 'SHOPIFY'
  | 'WEBFLOW'
  | 'WIX'
  | 'SQUARESPACE'
  | 'GHOST'
  | 'NEXTJS'
  | 'REACT'
  | 'VUE'
  | 'SVELTE'
  | 'SERVER';

/** Where a property is taken from. */
export type PropertySourceInput = {
  /** A query parameter, or a key of the data layer, where dots go deeper. */
  from: string;
  /** The property that it becomes. */
  property: string;
};

/** Settings that can be given; what is not given stays. */
export type SiteSettingsInput = {
  /** Further hosts that may send events; `*` allows any. */
  allowedHosts?: Array<string> | null | undefined;
  /** Seconds of inactivity that end a session, 1 to 14,400. */
  sessionTimeoutSec?: number | null | undefined;
  /** Event names that count as conversions. */
  keyEvents?: Array<string> | null | undefined;
  /** `anonymous`, `strict` or `not_required`. */
  consent?: string | null | undefined;
  /** `discard`, `truncate`, `hash` or `keep`. */
  address?: string | null | undefined;
  /** Whether addresses are looked up. */
  lookup?: boolean | null | undefined;
  /** How precisely the place is kept. */
  lookupPrecision?: LookupPrecision | null | undefined;
  /** Which day a week begins with. */
  weekStart?: WeekStart | null | undefined;
  /** Forms that count as leads. */
  leads?: Array<LeadFormInput> | null | undefined;
  /** Whether Do Not Track and Global Privacy Control count as refusal. */
  honourDnt?: boolean | null | undefined;
  /** Days that rows are kept; null keeps them. */
  retentionDays?: number | null | undefined;
  /** Whether events are refused. */
  paused?: boolean | null | undefined;
  /** What the script is told, and what is left out. */
  tracking?: TrackingSettingsInput | null | undefined;
};

/** How a site fares. */
export type SiteStatus =
  /** Events are accepted. */
  | 'ACTIVE'
  /** Paused by hand. */
  | 'PAUSED'
  /** Over half of the last hour's requests (at least 20) were refused. */
  | 'ERROR';

/** What to change of a script's settings; what is not given stays. */
export type TrackingSettingsInput = {
  /** Event names that are not taken. */
  eventsOff?: Array<string> | null | undefined;
  /** Modules that are on beside those that other settings switch on. */
  modules?: Array<string> | null | undefined;
  /** Whether page views are sent by themselves. */
  autoTrack?: boolean | null | undefined;
  /** Whether `identify` may name a user. */
  identifyUsers?: boolean | null | undefined;
  /** Whether the fragment of an address is a route. */
  hashRouting?: boolean | null | undefined;
  /** Query parameters that hold a search term; empty leaves the script's own list. */
  searchParams?: Array<string> | null | undefined;
  /** Domains that a visitor is taken along to. */
  linkedDomains?: Array<string> | null | undefined;
  /** Query parameters that become properties. */
  urlProperties?: Array<PropertySourceInput> | null | undefined;
  /** Keys of the data layer that become properties. */
  dataLayerProperties?: Array<PropertySourceInput> | null | undefined;
  /** Query parameters whose values are cut out of addresses. */
  scrubbedParams?: Array<string> | null | undefined;
  /** Other names under which the script's calls are found. */
  aliases?: Array<string> | null | undefined;
  /** Hosts that are left out; `*` stands for any characters. */
  excludedHosts?: Array<string> | null | undefined;
  /** Paths that are left out; `*` stands for any characters. */
  excludedPaths?: Array<string> | null | undefined;
  /** Networks whose visitors are left out, as CIDR. */
  excludedNetworks?: Array<string> | null | undefined;
  /** Countries whose visitors are left out, ISO 3166-1 alpha-2. */
  excludedCountries?: Array<string> | null | undefined;
  /** Whether paths are stored as keyed hashes. Switched off and on again, hashes are others. */
  hashPaths?: boolean | null | undefined;
  /** A path such as `/js/app.js`, under which the script is served too; null is none. */
  scriptPath?: string | null | undefined;
  /** A path such as `/js/e` that the script sends to instead of `/api/collect`; null is none. */
  endpointPath?: string | null | undefined;
};

/** What to change of a site; what is not given stays. */
export type UpdateSiteInput = {
  /** Its name. */
  name?: string | null | undefined;
  /** Its domains. */
  domains?: Array<string> | null | undefined;
  /** IANA zone. */
  timezone?: string | null | undefined;
  /** ISO 4217. */
  currency?: string | null | undefined;
  /** A PNG, JPEG or WebP of up to 100 kB as a `data:` address; empty is none. */
  icon?: string | null | undefined;
  /** What else is set. */
  settings?: SiteSettingsInput | null | undefined;
};

/** Which day a week begins with. */
export type WeekStart =
  /** ISO weeks. */
  | 'MONDAY'
  /** As in North America. */
  | 'SUNDAY';

export type SettingsFieldsFragment = { allowedHosts: Array<string>, sessionTimeoutSec: number, keyEvents: Array<string>, consent: string, address: string, lookup: boolean, honourDnt: boolean, retentionDays: number | null, paused: boolean, lookupPrecision: LookupPrecision, weekStart: WeekStart, leads: Array<{ form: string, leadType: string | null, leadValue: number | null }>, tracking: { eventsOff: Array<string>, modules: Array<string>, autoTrack: boolean, identifyUsers: boolean, hashRouting: boolean, searchParams: Array<string>, linkedDomains: Array<string>, scrubbedParams: Array<string>, aliases: Array<string>, excludedHosts: Array<string>, excludedPaths: Array<string>, excludedNetworks: Array<string>, excludedCountries: Array<string>, hashPaths: boolean, urlProperties: Array<{ from: string, property: string }>, dataLayerProperties: Array<{ from: string, property: string }> } };

export type SiteAdminFieldsFragment = { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, createdAt: string, icon: string | null, firstParty: boolean, snippet: string, settings: { allowedHosts: Array<string>, sessionTimeoutSec: number, keyEvents: Array<string>, consent: string, address: string, lookup: boolean, honourDnt: boolean, retentionDays: number | null, paused: boolean, lookupPrecision: LookupPrecision, weekStart: WeekStart, leads: Array<{ form: string, leadType: string | null, leadValue: number | null }>, tracking: { eventsOff: Array<string>, modules: Array<string>, autoTrack: boolean, identifyUsers: boolean, hashRouting: boolean, searchParams: Array<string>, linkedDomains: Array<string>, scrubbedParams: Array<string>, aliases: Array<string>, excludedHosts: Array<string>, excludedPaths: Array<string>, excludedNetworks: Array<string>, excludedCountries: Array<string>, hashPaths: boolean, urlProperties: Array<{ from: string, property: string }>, dataLayerProperties: Array<{ from: string, property: string }> } } };

export type SiteAdminQueryVariables = Exact<{
  id: string;
}>;


export type SiteAdminQuery = { site: { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, createdAt: string, icon: string | null, firstParty: boolean, snippet: string, settings: { allowedHosts: Array<string>, sessionTimeoutSec: number, keyEvents: Array<string>, consent: string, address: string, lookup: boolean, honourDnt: boolean, retentionDays: number | null, paused: boolean, lookupPrecision: LookupPrecision, weekStart: WeekStart, leads: Array<{ form: string, leadType: string | null, leadValue: number | null }>, tracking: { eventsOff: Array<string>, modules: Array<string>, autoTrack: boolean, identifyUsers: boolean, hashRouting: boolean, searchParams: Array<string>, linkedDomains: Array<string>, scrubbedParams: Array<string>, aliases: Array<string>, excludedHosts: Array<string>, excludedPaths: Array<string>, excludedNetworks: Array<string>, excludedCountries: Array<string>, hashPaths: boolean, urlProperties: Array<{ from: string, property: string }>, dataLayerProperties: Array<{ from: string, property: string }> } } } | null };

export type OrganizationSitesQueryVariables = Exact<{
  search?: string | null | undefined;
  organizationId?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OrganizationSitesQuery = { sites: { totalCount: number, edges: Array<{ node: { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, icon: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type DeletedSitesQueryVariables = Exact<{
  organizationId: string;
}>;


export type DeletedSitesQuery = { deletedSites: Array<{ id: string, name: string, deletedAt: string, undoUntil: string }> };

export type LastEventQueryVariables = Exact<{
  siteIds: Array<string> | string;
}>;


export type LastEventQuery = { events: { edges: Array<{ node: { id: string, name: string, pagePath: string | null, pageUrl: string | null, timestamp: string, country: string | null, browser: string | null } }> } };

export type FirstEventsSubscriptionVariables = Exact<{
  siteIds: Array<string> | string;
}>;


export type FirstEventsSubscription = { events: { id: string, name: string, pagePath: string | null, pageUrl: string | null, timestamp: string, country: string | null, browser: string | null } };

export type CreateSiteMutationVariables = Exact<{
  input: CreateSiteInput;
}>;


export type CreateSiteMutation = { createSite: { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, createdAt: string, icon: string | null, firstParty: boolean, snippet: string, settings: { allowedHosts: Array<string>, sessionTimeoutSec: number, keyEvents: Array<string>, consent: string, address: string, lookup: boolean, honourDnt: boolean, retentionDays: number | null, paused: boolean, lookupPrecision: LookupPrecision, weekStart: WeekStart, leads: Array<{ form: string, leadType: string | null, leadValue: number | null }>, tracking: { eventsOff: Array<string>, modules: Array<string>, autoTrack: boolean, identifyUsers: boolean, hashRouting: boolean, searchParams: Array<string>, linkedDomains: Array<string>, scrubbedParams: Array<string>, aliases: Array<string>, excludedHosts: Array<string>, excludedPaths: Array<string>, excludedNetworks: Array<string>, excludedCountries: Array<string>, hashPaths: boolean, urlProperties: Array<{ from: string, property: string }>, dataLayerProperties: Array<{ from: string, property: string }> } } } };

export type UpdateSiteMutationVariables = Exact<{
  id: string;
  input: UpdateSiteInput;
}>;


export type UpdateSiteMutation = { updateSite: { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, createdAt: string, icon: string | null, firstParty: boolean, snippet: string, settings: { allowedHosts: Array<string>, sessionTimeoutSec: number, keyEvents: Array<string>, consent: string, address: string, lookup: boolean, honourDnt: boolean, retentionDays: number | null, paused: boolean, lookupPrecision: LookupPrecision, weekStart: WeekStart, leads: Array<{ form: string, leadType: string | null, leadValue: number | null }>, tracking: { eventsOff: Array<string>, modules: Array<string>, autoTrack: boolean, identifyUsers: boolean, hashRouting: boolean, searchParams: Array<string>, linkedDomains: Array<string>, scrubbedParams: Array<string>, aliases: Array<string>, excludedHosts: Array<string>, excludedPaths: Array<string>, excludedNetworks: Array<string>, excludedCountries: Array<string>, hashPaths: boolean, urlProperties: Array<{ from: string, property: string }>, dataLayerProperties: Array<{ from: string, property: string }> } } } };

export type DeleteSiteMutationVariables = Exact<{
  id: string;
  now: boolean;
}>;


export type DeleteSiteMutation = { deleteSite: boolean };

export type UndoDeleteSiteMutationVariables = Exact<{
  id: string;
}>;


export type UndoDeleteSiteMutation = { undoDeleteSite: { id: string } };

export type ResetSiteMutationVariables = Exact<{
  id: string;
}>;


export type ResetSiteMutation = { resetSite: boolean };

export type TransferSiteMutationVariables = Exact<{
  id: string;
  organizationId: string;
}>;


export type TransferSiteMutation = { transferSite: { id: string } };

export type EraseVisitorMutationVariables = Exact<{
  siteId: string;
  visitorId: string;
}>;


export type EraseVisitorMutation = { eraseVisitor: { siteId: string, visitorId: string, events: number, sessions: number, erasedAt: string } };

export type StartInstallCheckMutationVariables = Exact<{
  siteId: string;
}>;


export type StartInstallCheckMutation = { startInstallCheck: { token: string, url: string } };

export type InstallCheckQueryVariables = Exact<{
  siteId: string;
  token: string;
}>;


export type InstallCheckQuery = { installCheck: { answeredAt: string | null, scriptVersion: string | null, consent: string | null, firstParty: boolean | null } };

export type SnippetQueryVariables = Exact<{
  id: string;
  platform: Platform;
}>;


export type SnippetQuery = { site: { snippet: string } | null };

export const SettingsFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SettingsFields on SiteSettings {
  allowedHosts
  sessionTimeoutSec
  keyEvents
  consent
  address
  lookup
  honourDnt
  retentionDays
  paused
  lookupPrecision
  weekStart
  leads {
    form
    leadType
    leadValue
  }
  tracking {
    eventsOff
    modules
    autoTrack
    identifyUsers
    hashRouting
    searchParams
    linkedDomains
    urlProperties {
      from
      property
    }
    dataLayerProperties {
      from
      property
    }
    scrubbedParams
    aliases
    excludedHosts
    excludedPaths
    excludedNetworks
    excludedCountries
    hashPaths
  }
}
    `) as unknown as TypedDocumentString<SettingsFieldsFragment, unknown>;
export const SiteAdminFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SiteAdminFields on Site {
  id
  organizationId
  name
  domains
  timezone
  currency
  status
  installed
  lastEventAt
  createdAt
  icon
  firstParty
  snippet
  settings {
    ...SettingsFields
  }
}
    fragment SettingsFields on SiteSettings {
  allowedHosts
  sessionTimeoutSec
  keyEvents
  consent
  address
  lookup
  honourDnt
  retentionDays
  paused
  lookupPrecision
  weekStart
  leads {
    form
    leadType
    leadValue
  }
  tracking {
    eventsOff
    modules
    autoTrack
    identifyUsers
    hashRouting
    searchParams
    linkedDomains
    urlProperties {
      from
      property
    }
    dataLayerProperties {
      from
      property
    }
    scrubbedParams
    aliases
    excludedHosts
    excludedPaths
    excludedNetworks
    excludedCountries
    hashPaths
  }
}`) as unknown as TypedDocumentString<SiteAdminFieldsFragment, unknown>;
export const SiteAdminDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SiteAdmin($id: ID!) {
  site(id: $id) {
    ...SiteAdminFields
  }
}
    fragment SettingsFields on SiteSettings {
  allowedHosts
  sessionTimeoutSec
  keyEvents
  consent
  address
  lookup
  honourDnt
  retentionDays
  paused
  lookupPrecision
  weekStart
  leads {
    form
    leadType
    leadValue
  }
  tracking {
    eventsOff
    modules
    autoTrack
    identifyUsers
    hashRouting
    searchParams
    linkedDomains
    urlProperties {
      from
      property
    }
    dataLayerProperties {
      from
      property
    }
    scrubbedParams
    aliases
    excludedHosts
    excludedPaths
    excludedNetworks
    excludedCountries
    hashPaths
  }
}
fragment SiteAdminFields on Site {
  id
  organizationId
  name
  domains
  timezone
  currency
  status
  installed
  lastEventAt
  createdAt
  icon
  firstParty
  snippet
  settings {
    ...SettingsFields
  }
}`) as unknown as TypedDocumentString<SiteAdminQuery, SiteAdminQueryVariables>;
export const OrganizationSitesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query OrganizationSites($search: String, $organizationId: ID, $first: Int, $after: String) {
  sites(
    search: $search
    organizationId: $organizationId
    first: $first
    after: $after
  ) {
    edges {
      node {
        id
        organizationId
        name
        domains
        timezone
        currency
        status
        installed
        lastEventAt
        icon
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    `) as unknown as TypedDocumentString<OrganizationSitesQuery, OrganizationSitesQueryVariables>;
export const DeletedSitesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query DeletedSites($organizationId: ID!) {
  deletedSites(organizationId: $organizationId) {
    id
    name
    deletedAt
    undoUntil
  }
}
    `) as unknown as TypedDocumentString<DeletedSitesQuery, DeletedSitesQueryVariables>;
export const LastEventDocument = /*#__PURE__*/ new TypedDocumentString(`
    query LastEvent($siteIds: [ID!]!) {
  events(siteIds: $siteIds, first: 1) {
    edges {
      node {
        id
        name
        pagePath
        pageUrl
        timestamp
        country
        browser
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LastEventQuery, LastEventQueryVariables>;
export const FirstEventsDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription FirstEvents($siteIds: [ID!]!) {
  events(siteIds: $siteIds) {
    id
    name
    pagePath
    pageUrl
    timestamp
    country
    browser
  }
}
    `) as unknown as TypedDocumentString<FirstEventsSubscription, FirstEventsSubscriptionVariables>;
export const CreateSiteDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateSite($input: CreateSiteInput!) {
  createSite(input: $input) {
    ...SiteAdminFields
  }
}
    fragment SettingsFields on SiteSettings {
  allowedHosts
  sessionTimeoutSec
  keyEvents
  consent
  address
  lookup
  honourDnt
  retentionDays
  paused
  lookupPrecision
  weekStart
  leads {
    form
    leadType
    leadValue
  }
  tracking {
    eventsOff
    modules
    autoTrack
    identifyUsers
    hashRouting
    searchParams
    linkedDomains
    urlProperties {
      from
      property
    }
    dataLayerProperties {
      from
      property
    }
    scrubbedParams
    aliases
    excludedHosts
    excludedPaths
    excludedNetworks
    excludedCountries
    hashPaths
  }
}
fragment SiteAdminFields on Site {
  id
  organizationId
  name
  domains
  timezone
  currency
  status
  installed
  lastEventAt
  createdAt
  icon
  firstParty
  snippet
  settings {
    ...SettingsFields
  }
}`) as unknown as TypedDocumentString<CreateSiteMutation, CreateSiteMutationVariables>;
export const UpdateSiteDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateSite($id: ID!, $input: UpdateSiteInput!) {
  updateSite(id: $id, input: $input) {
    ...SiteAdminFields
  }
}
    fragment SettingsFields on SiteSettings {
  allowedHosts
  sessionTimeoutSec
  keyEvents
  consent
  address
  lookup
  honourDnt
  retentionDays
  paused
  lookupPrecision
  weekStart
  leads {
    form
    leadType
    leadValue
  }
  tracking {
    eventsOff
    modules
    autoTrack
    identifyUsers
    hashRouting
    searchParams
    linkedDomains
    urlProperties {
      from
      property
    }
    dataLayerProperties {
      from
      property
    }
    scrubbedParams
    aliases
    excludedHosts
    excludedPaths
    excludedNetworks
    excludedCountries
    hashPaths
  }
}
fragment SiteAdminFields on Site {
  id
  organizationId
  name
  domains
  timezone
  currency
  status
  installed
  lastEventAt
  createdAt
  icon
  firstParty
  snippet
  settings {
    ...SettingsFields
  }
}`) as unknown as TypedDocumentString<UpdateSiteMutation, UpdateSiteMutationVariables>;
export const DeleteSiteDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeleteSite($id: ID!, $now: Boolean!) {
  deleteSite(id: $id, now: $now)
}
    `) as unknown as TypedDocumentString<DeleteSiteMutation, DeleteSiteMutationVariables>;
export const UndoDeleteSiteDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UndoDeleteSite($id: ID!) {
  undoDeleteSite(id: $id) {
    id
  }
}
    `) as unknown as TypedDocumentString<UndoDeleteSiteMutation, UndoDeleteSiteMutationVariables>;
export const ResetSiteDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ResetSite($id: ID!) {
  resetSite(id: $id)
}
    `) as unknown as TypedDocumentString<ResetSiteMutation, ResetSiteMutationVariables>;
export const TransferSiteDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation TransferSite($id: ID!, $organizationId: ID!) {
  transferSite(id: $id, organizationId: $organizationId) {
    id
  }
}
    `) as unknown as TypedDocumentString<TransferSiteMutation, TransferSiteMutationVariables>;
export const EraseVisitorDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EraseVisitor($siteId: ID!, $visitorId: ID!) {
  eraseVisitor(siteId: $siteId, visitorId: $visitorId) {
    siteId
    visitorId
    events
    sessions
    erasedAt
  }
}
    `) as unknown as TypedDocumentString<EraseVisitorMutation, EraseVisitorMutationVariables>;
export const StartInstallCheckDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation StartInstallCheck($siteId: ID!) {
  startInstallCheck(siteId: $siteId) {
    token
    url
  }
}
    `) as unknown as TypedDocumentString<StartInstallCheckMutation, StartInstallCheckMutationVariables>;
export const InstallCheckDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InstallCheck($siteId: ID!, $token: String!) {
  installCheck(siteId: $siteId, token: $token) {
    answeredAt
    scriptVersion
    consent
    firstParty
  }
}
    `) as unknown as TypedDocumentString<InstallCheckQuery, InstallCheckQueryVariables>;
export const SnippetDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Snippet($id: ID!, $platform: Platform!) {
  site(id: $id) {
    snippet(platform: $platform)
  }
}
    `) as unknown as TypedDocumentString<SnippetQuery, SnippetQueryVariables>;