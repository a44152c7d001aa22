/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import { TypedDocumentString } from './document';
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

export type AccountFieldsFragment = { id: string, email: string, name: string, superAdmin: boolean, hasTotp: boolean, hasPassword: boolean, totpMissing: Array<string>, memberships: Array<{ organizationId: string, role: Role, siteIds: Array<string> | null }> };

export type SessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type SessionsQuery = { sessions: Array<{ id: string, createdAt: string, lastUsedAt: string, address: string | null, userAgent: string | null, current: boolean }> };

export type ActivityQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type ActivityQuery = { activity: Array<{ id: string, at: string, action: string, target: string | null, address: string | null }> };

export type UpdateMeMutationVariables = Exact<{
  name: string;
}>;


export type UpdateMeMutation = { updateMe: { id: string, email: string, name: string, superAdmin: boolean, hasTotp: boolean, hasPassword: boolean, totpMissing: Array<string>, memberships: Array<{ organizationId: string, role: Role, siteIds: Array<string> | null }> } };

export type ChangePasswordMutationVariables = Exact<{
  present: string;
  password: string;
}>;


export type ChangePasswordMutation = { changePassword: boolean };

export type EnrolTotpMutationVariables = Exact<{
  password: string;
}>;


export type EnrolTotpMutation = { enrolTotp: { secret: string, url: string } };

export type ConfirmTotpMutationVariables = Exact<{
  code: string;
}>;


export type ConfirmTotpMutation = { confirmTotp: Array<string> };

export type DisableTotpMutationVariables = Exact<{
  password: string;
  code: string;
}>;


export type DisableTotpMutation = { disableTotp: boolean };

export type EndSessionMutationVariables = Exact<{
  id: string;
}>;


export type EndSessionMutation = { endSession: boolean };

export const AccountFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment AccountFields on User {
  id
  email
  name
  superAdmin
  hasTotp
  hasPassword
  memberships {
    organizationId
    role
    siteIds
  }
  totpMissing
}
    `) as unknown as TypedDocumentString<AccountFieldsFragment, unknown>;
export const SessionsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Sessions {
  sessions {
    id
    createdAt
    lastUsedAt
    address
    userAgent
    current
  }
}
    `) as unknown as TypedDocumentString<SessionsQuery, SessionsQueryVariables>;
export const ActivityDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Activity($first: Int) {
  activity(first: $first) {
    id
    at
    action
    target
    address
  }
}
    `) as unknown as TypedDocumentString<ActivityQuery, ActivityQueryVariables>;
export const UpdateMeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation UpdateMe($name: String!) {
  updateMe(name: $name) {
    ...AccountFields
  }
}
    fragment AccountFields on User {
  id
  email
  name
  superAdmin
  hasTotp
  hasPassword
  memberships {
    organizationId
    role
    siteIds
  }
  totpMissing
}`) as unknown as TypedDocumentString<UpdateMeMutation, UpdateMeMutationVariables>;
export const ChangePasswordDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ChangePassword($present: String!, $password: String!) {
  changePassword(present: $present, password: $password)
}
    `) as unknown as TypedDocumentString<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const EnrolTotpDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EnrolTotp($password: String!) {
  enrolTotp(password: $password) {
    secret
    url
  }
}
    `) as unknown as TypedDocumentString<EnrolTotpMutation, EnrolTotpMutationVariables>;
export const ConfirmTotpDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ConfirmTotp($code: String!) {
  confirmTotp(code: $code)
}
    `) as unknown as TypedDocumentString<ConfirmTotpMutation, ConfirmTotpMutationVariables>;
export const DisableTotpDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation DisableTotp($password: String!, $code: String!) {
  disableTotp(password: $password, code: $code)
}
    `) as unknown as TypedDocumentString<DisableTotpMutation, DisableTotpMutationVariables>;
export const EndSessionDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation EndSession($id: ID!) {
  endSession(id: $id)
}
    `) as unknown as TypedDocumentString<EndSessionMutation, EndSessionMutationVariables>;