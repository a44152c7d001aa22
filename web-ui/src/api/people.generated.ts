/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import { TypedDocumentString } from './document';
/** A key to be made. It does what its maker may do, at most. */
export type CreateApiKeyInput = {
  /** The organization. */
  organizationId: string;
  /** What to call it. */
  name: string;
  /** What it may do. */
  scope: Scope;
  /** The sites that it reaches; null is all. */
  siteIds?: Array<string> | null | undefined;
  /** Days that it lasts; null is for ever. */
  expiresInDays?: number | null | undefined;
  /** Requests a minute that it may make; null is no limit of its own. */
  requestsPerMinuteMax?: number | null | undefined;
};

/** Somebody to be invited. */
export type InviteMemberInput = {
  /** The organization. */
  organizationId: string;
  /** His address. */
  email: string;
  /** As what; not as owner. */
  role: Role;
  /** The sites to be assigned to a manager or viewer; null is all. */
  siteIds?: Array<string> | null | undefined;
};

/** What a member of an organization is. */
export type Role =
  /** Reads the assigned sites. */
  | 'VIEWER'
  /** Also changes their settings. */
  | 'MANAGER'
  /** Everything but what is the owner's. */
  | 'ADMIN'
  /** Also hands on ownership and deletes the organization. There is exactly one. */
  | 'OWNER';

/** What a key may do. */
export type Scope =
  /** Ask questions. */
  | 'READ'
  /** Send events. */
  | 'WRITE'
  /** Both, and change sites. */
  | 'ADMIN';

/** What to change of an organization; what is not given stays. */
export type UpdateOrganizationInput = {
  /** Its name. */
  name?: string | null | undefined;
  /** Whom to turn to; empty is nobody. */
  contact?: string | null | undefined;
  /** A PNG, JPEG or WebP of up to 100 kB as a `data:` address; empty is none. */
  avatar?: string | null | undefined;
  /** Whether owner and admins need a second factor. */
  requireTotp?: boolean | null | undefined;
};

export type MembersQueryVariables = Exact<{
  organizationId: string;
  search?: string | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MembersQuery = { members: { totalCount: number, edges: Array<{ node: { userId: string, email: string, name: string, role: Role, siteIds: Array<string> | null, hasTotp: boolean, since: string, invitedBy: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type InvitationsQueryVariables = Exact<{
  organizationId: string;
  first?: number | null | undefined;
}>;


export type InvitationsQuery = { invitations: { totalCount: number, edges: Array<{ node: { id: string, email: string, role: Role, siteIds: Array<string> | null, createdAt: string, expiresAt: string } }> } };

export type SiteNamesQueryVariables = Exact<{
  organizationId?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type SiteNamesQuery = { sites: { edges: Array<{ node: { id: string, name: string, domains: Array<string> } }> } };

export type InviteMemberMutationVariables = Exact<{
  input: InviteMemberInput;
}>;


export type InviteMemberMutation = { inviteMember: { id: string } };

export type RevokeInvitationMutationVariables = Exact<{
  organizationId: string;
  id: string;
}>;


export type RevokeInvitationMutation = { revokeInvitation: boolean };

export type UpdateMemberMutationVariables = Exact<{
  organizationId: string;
  userId: string;
  role: Role;
  siteIds?: Array<string> | string | null | undefined;
}>;


export type UpdateMemberMutation = { updateMember: boolean };

export type RemoveMemberMutationVariables = Exact<{
  organizationId: string;
  userId: string;
}>;


export type RemoveMemberMutation = { removeMember: boolean };

export type TransferOwnershipMutationVariables = Exact<{
  organizationId: string;
  userId: string;
}>;


export type TransferOwnershipMutation = { transferOwnership: boolean };

export type ApiKeysQueryVariables = Exact<{
  organizationId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ApiKeysQuery = { apiKeys: { totalCount: number, edges: Array<{ node: { id: string, name: string, prefix: string, scope: Scope, siteIds: Array<string> | null, userId: string | null, createdAt: string, expiresAt: string | null, lastUsedAt: string | null, requests: number, requestsPerMinuteMax: number | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CreateApiKeyMutationVariables = Exact<{
  input: CreateApiKeyInput;
}>;


export type CreateApiKeyMutation = { createApiKey: { secret: string, apiKey: { id: string, name: string } } };

export type RevokeApiKeyMutationVariables = Exact<{
  organizationId: string;
  id: string;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: boolean };

export type AuditLogQueryVariables = Exact<{
  organizationId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AuditLogQuery = { auditLog: { edges: Array<{ cursor: string, node: { id: string, at: string, userId: string | null, actor: string, action: string, target: string | null, detail: unknown, address: string | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CreateOrganizationMutationVariables = Exact<{
  name: string;
  parentId?: string | null | undefined;
}>;


export type CreateOrganizationMutation = { createOrganization: { id: string } };

export type UpdateOrganizationMutationVariables = Exact<{
  id: string;
  input: UpdateOrganizationInput;
}>;


export type UpdateOrganizationMutation = { updateOrganization: { id: string, name: string, contact: string | null, avatar: string | null, requireTotp: boolean } };

export type DeleteOrganizationMutationVariables = Exact<{
  id: string;
}>;


export type DeleteOrganizationMutation = { deleteOrganization: boolean };


export const MembersDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Members($organizationId: ID!, $search: String, $first: Int, $after: String) {
  members(
    organizationId: $organizationId
    search: $search
    first: $first
    after: $after
  ) {
    edges {
      node {
        userId
        email
        name
        role
        siteIds
        hasTotp
        since
        invitedBy
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    `) as unknown as TypedDocumentString<MembersQuery, MembersQueryVariables>;
export const InvitationsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Invitations($organizationId: ID!, $first: Int) {
  invitations(organizationId: $organizationId, first: $first) {
    edges {
      node {
        id
        email
        role
        siteIds
        createdAt
        expiresAt
      }
    }
    totalCount
  }
}
    `) as unknown as TypedDocumentString<InvitationsQuery, InvitationsQueryVariables>;
export const SiteNamesDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SiteNames($organizationId: ID, $first: Int) {
  sites(organizationId: $organizationId, first: $first) {
    edges {
      node {
        id
        name
        domains
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SiteNamesQuery, SiteNamesQueryVariables>;
export const InviteMemberDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation InviteMember($input: InviteMemberInput!) {
  inviteMember(input: $input) {
    id
  }
}
    `) as unknown as TypedDocumentString<InviteMemberMutation, InviteMemberMutationVariables>;
export const RevokeInvitationDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevokeInvitation($organizationId: ID!, $id: ID!) {
  revokeInvitation(organizationId: $organizationId, id: $id)
}
    `) as unknown as TypedDocumentString<RevokeInvitationMutation, RevokeInvitationMutationVariables>;
export const UpdateMemberDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateMember($organizationId: ID!, $userId: ID!, $role: Role!, $siteIds: [ID!]) {
  updateMember(
    organizationId: $organizationId
    userId: $userId
    role: $role
    siteIds: $siteIds
  )
}
    `) as unknown as TypedDocumentString<UpdateMemberMutation, UpdateMemberMutationVariables>;
export const RemoveMemberDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RemoveMember($organizationId: ID!, $userId: ID!) {
  removeMember(organizationId: $organizationId, userId: $userId)
}
    `) as unknown as TypedDocumentString<RemoveMemberMutation, RemoveMemberMutationVariables>;
export const TransferOwnershipDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation TransferOwnership($organizationId: ID!, $userId: ID!) {
  transferOwnership(organizationId: $organizationId, userId: $userId)
}
    `) as unknown as TypedDocumentString<TransferOwnershipMutation, TransferOwnershipMutationVariables>;
export const ApiKeysDocument = /*#__PURE__*/ new TypedDocumentString(`
    query ApiKeys($organizationId: ID!, $first: Int, $after: String) {
  apiKeys(organizationId: $organizationId, first: $first, after: $after) {
    edges {
      node {
        id
        name
        prefix
        scope
        siteIds
        userId
        createdAt
        expiresAt
        lastUsedAt
        requests
        requestsPerMinuteMax
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    totalCount
  }
}
    `) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const CreateApiKeyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateApiKey($input: CreateApiKeyInput!) {
  createApiKey(input: $input) {
    secret
    apiKey {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CreateApiKeyMutation, CreateApiKeyMutationVariables>;
export const RevokeApiKeyDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RevokeApiKey($organizationId: ID!, $id: ID!) {
  revokeApiKey(organizationId: $organizationId, id: $id)
}
    `) as unknown as TypedDocumentString<RevokeApiKeyMutation, RevokeApiKeyMutationVariables>;
export const AuditLogDocument = /*#__PURE__*/ new TypedDocumentString(`
    query AuditLog($organizationId: ID!, $first: Int, $after: String) {
  auditLog(organizationId: $organizationId, first: $first, after: $after) {
    edges {
      node {
        id
        at
        userId
        actor
        action
        target
        detail
        address
      }
      cursor
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `) as unknown as TypedDocumentString<AuditLogQuery, AuditLogQueryVariables>;
export const CreateOrganizationDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CreateOrganization($name: String!, $parentId: ID) {
  createOrganization(name: $name, parentId: $parentId) {
    id
  }
}
    `) as unknown as TypedDocumentString<CreateOrganizationMutation, CreateOrganizationMutationVariables>;
export const UpdateOrganizationDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateOrganization($id: ID!, $input: UpdateOrganizationInput!) {
  updateOrganization(id: $id, input: $input) {
    id
    name
    contact
    avatar
    requireTotp
  }
}
    `) as unknown as TypedDocumentString<UpdateOrganizationMutation, UpdateOrganizationMutationVariables>;
export const DeleteOrganizationDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DeleteOrganization($id: ID!) {
  deleteOrganization(id: $id)
}
    `) as unknown as TypedDocumentString<DeleteOrganizationMutation, DeleteOrganizationMutationVariables>;