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

/** Settings that can be given. */
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
  /** Whether Do Not Track and Global Privacy Control count as refusal. */
  honourDnt?: boolean | null | undefined;
  /** Days that rows are kept; null keeps them. */
  retentionDays?: number | null | undefined;
  /** Whether events are refused. */
  paused?: boolean | null | undefined;
};

/** How a site fares. */
export type SiteStatus =
  /** Events are accepted. */
  | 'ACTIVE'
  /** Paused by hand. */
  | 'PAUSED'
  /** Over half of the last hour's requests (at least 20) were refused. */
  | 'ERROR';

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
  /** What else is set. */
  settings?: SiteSettingsInput | null | undefined;
};

export type SettingsFieldsFragment = { allowedHosts: Array<string>, sessionTimeoutSec: number, keyEvents: Array<string>, consent: string, address: string, lookup: boolean, honourDnt: boolean, retentionDays: number | null, paused: boolean };

export type SiteAdminFieldsFragment = { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, createdAt: string, snippet: string, settings: { allowedHosts: Array<string>, sessionTimeoutSec: number, keyEvents: Array<string>, consent: string, address: string, lookup: boolean, honourDnt: boolean, retentionDays: number | null, paused: boolean } };

export type SiteAdminQueryVariables = Exact<{
  id: string;
}>;


export type SiteAdminQuery = { site: { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, createdAt: string, snippet: string, settings: { allowedHosts: Array<string>, sessionTimeoutSec: number, keyEvents: Array<string>, consent: string, address: string, lookup: boolean, honourDnt: boolean, retentionDays: number | null, paused: boolean } } | null };

export type OrganizationSitesQueryVariables = Exact<{
  search?: string | null | undefined;
  organizationId?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type OrganizationSitesQuery = { sites: { totalCount: number, edges: Array<{ node: { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

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


export type CreateSiteMutation = { createSite: { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, createdAt: string, snippet: string, settings: { allowedHosts: Array<string>, sessionTimeoutSec: number, keyEvents: Array<string>, consent: string, address: string, lookup: boolean, honourDnt: boolean, retentionDays: number | null, paused: boolean } } };

export type UpdateSiteMutationVariables = Exact<{
  id: string;
  input: UpdateSiteInput;
}>;


export type UpdateSiteMutation = { updateSite: { id: string, organizationId: string, name: string, domains: Array<string>, timezone: string, currency: string, status: SiteStatus, installed: InstallState, lastEventAt: string | null, createdAt: string, snippet: string, settings: { allowedHosts: Array<string>, sessionTimeoutSec: number, keyEvents: Array<string>, consent: string, address: string, lookup: boolean, honourDnt: boolean, retentionDays: number | null, paused: boolean } } };

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