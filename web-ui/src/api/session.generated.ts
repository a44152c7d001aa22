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

/** Somebody who wants an account. */
export type SignUpInput = {
  /** Where mails reach him. */
  email: string;
  /** At least eight characters, and not easily guessed. */
  password: string;
  /** What to call him. */
  name: string;
  /** What to call his organization; his name where not said. */
  organization?: string | null | undefined;
};

/** Who may make an account by himself. */
export type SignUpMode =
  /** Everybody. */
  | 'ON'
  /** Nobody. */
  | 'OFF'
  /** Only the first one. */
  | 'FIRST';

export type UserFieldsFragment = { id: string, email: string, name: string, superAdmin: boolean, hasTotp: boolean, hasPassword: boolean, totpMissing: Array<string>, memberships: Array<{ organizationId: string, role: Role, siteIds: Array<string> | null }> };

export type TokenFieldsFragment = { accessToken: string, expiresIn: number, user: { id: string, email: string, name: string, superAdmin: boolean, hasTotp: boolean, hasPassword: boolean, totpMissing: Array<string>, memberships: Array<{ organizationId: string, role: Role, siteIds: Array<string> | null }> } };

export type InstallationQueryVariables = Exact<{ [key: string]: never; }>;


export type InstallationQuery = { installation: { needsSetUp: boolean, signUp: SignUpMode, oidcName: string | null } };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { id: string, email: string, name: string, superAdmin: boolean, hasTotp: boolean, hasPassword: boolean, totpMissing: Array<string>, memberships: Array<{ organizationId: string, role: Role, siteIds: Array<string> | null }> } };

export type OrganizationsQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type OrganizationsQuery = { organizations: { totalCount: number, edges: Array<{ node: { id: string, name: string, parentId: string | null, contact: string | null, avatar: string | null, requireTotp: boolean } }> } };

export type RefreshMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshMutation = { refresh: { accessToken: string, expiresIn: number, user: { id: string, email: string, name: string, superAdmin: boolean, hasTotp: boolean, hasPassword: boolean, totpMissing: Array<string>, memberships: Array<{ organizationId: string, role: Role, siteIds: Array<string> | null }> } } };

export type LoginMutationVariables = Exact<{
  email: string;
  password: string;
  totp?: string | null | undefined;
}>;


export type LoginMutation = { login: { accessToken: string, expiresIn: number, user: { id: string, email: string, name: string, superAdmin: boolean, hasTotp: boolean, hasPassword: boolean, totpMissing: Array<string>, memberships: Array<{ organizationId: string, role: Role, siteIds: Array<string> | null }> } } };

export type LogoutMutationVariables = Exact<{
  everywhere: boolean;
}>;


export type LogoutMutation = { logout: boolean };

export type SetUpMutationVariables = Exact<{
  token: string;
  input: SignUpInput;
}>;


export type SetUpMutation = { setUp: { accessToken: string, expiresIn: number, user: { id: string, email: string, name: string, superAdmin: boolean, hasTotp: boolean, hasPassword: boolean, totpMissing: Array<string>, memberships: Array<{ organizationId: string, role: Role, siteIds: Array<string> | null }> } } };

export type SignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpMutation = { signUp: { tokens: { accessToken: string, expiresIn: number, user: { id: string, email: string, name: string, superAdmin: boolean, hasTotp: boolean, hasPassword: boolean, totpMissing: Array<string>, memberships: Array<{ organizationId: string, role: Role, siteIds: Array<string> | null }> } } | null } };

export type InvitationOfferQueryVariables = Exact<{
  token: string;
}>;


export type InvitationOfferQuery = { invitation: { organization: string, email: string, role: Role, hasAccount: boolean } };

export type AcceptInvitationMutationVariables = Exact<{
  token: string;
  name?: string | null | undefined;
  password?: string | null | undefined;
}>;


export type AcceptInvitationMutation = { acceptInvitation: { accessToken: string, expiresIn: number, user: { id: string, email: string, name: string, superAdmin: boolean, hasTotp: boolean, hasPassword: boolean, totpMissing: Array<string>, memberships: Array<{ organizationId: string, role: Role, siteIds: Array<string> | null }> } } | null };

export type VerifyEmailMutationVariables = Exact<{
  token: string;
}>;


export type VerifyEmailMutation = { verifyEmail: boolean };

export type RequestPasswordResetMutationVariables = Exact<{
  email: string;
}>;


export type RequestPasswordResetMutation = { requestPasswordReset: boolean };

export type ResetPasswordMutationVariables = Exact<{
  token: string;
  password: string;
}>;


export type ResetPasswordMutation = { resetPassword: boolean };

export const UserFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment UserFields on User {
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
    `) as unknown as TypedDocumentString<UserFieldsFragment, unknown>;
export const TokenFieldsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment TokenFields on AuthTokens {
  accessToken
  expiresIn
  user {
    ...UserFields
  }
}
    fragment UserFields on User {
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
}`) as unknown as TypedDocumentString<TokenFieldsFragment, unknown>;
export const InstallationDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Installation {
  installation {
    needsSetUp
    signUp
    oidcName
  }
}
    `) as unknown as TypedDocumentString<InstallationQuery, InstallationQueryVariables>;
export const MeDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Me {
  me {
    ...UserFields
  }
}
    fragment UserFields on User {
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
}`) as unknown as TypedDocumentString<MeQuery, MeQueryVariables>;
export const OrganizationsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Organizations($first: Int) {
  organizations(first: $first) {
    edges {
      node {
        id
        name
        parentId
        contact
        avatar
        requireTotp
      }
    }
    totalCount
  }
}
    `) as unknown as TypedDocumentString<OrganizationsQuery, OrganizationsQueryVariables>;
export const RefreshDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Refresh {
  refresh {
    ...TokenFields
  }
}
    fragment UserFields on User {
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
fragment TokenFields on AuthTokens {
  accessToken
  expiresIn
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<RefreshMutation, RefreshMutationVariables>;
export const LoginDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Login($email: String!, $password: String!, $totp: String) {
  login(email: $email, password: $password, totp: $totp) {
    ...TokenFields
  }
}
    fragment UserFields on User {
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
fragment TokenFields on AuthTokens {
  accessToken
  expiresIn
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<LoginMutation, LoginMutationVariables>;
export const LogoutDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Logout($everywhere: Boolean!) {
  logout(everywhere: $everywhere)
}
    `) as unknown as TypedDocumentString<LogoutMutation, LogoutMutationVariables>;
export const SetUpDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SetUp($token: String!, $input: SignUpInput!) {
  setUp(token: $token, input: $input) {
    ...TokenFields
  }
}
    fragment UserFields on User {
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
fragment TokenFields on AuthTokens {
  accessToken
  expiresIn
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<SetUpMutation, SetUpMutationVariables>;
export const SignUpDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SignUp($input: SignUpInput!) {
  signUp(input: $input) {
    tokens {
      ...TokenFields
    }
  }
}
    fragment UserFields on User {
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
fragment TokenFields on AuthTokens {
  accessToken
  expiresIn
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<SignUpMutation, SignUpMutationVariables>;
export const InvitationOfferDocument = /*#__PURE__*/ new TypedDocumentString(`
    query InvitationOffer($token: String!) {
  invitation(token: $token) {
    organization
    email
    role
    hasAccount
  }
}
    `) as unknown as TypedDocumentString<InvitationOfferQuery, InvitationOfferQueryVariables>;
export const AcceptInvitationDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation AcceptInvitation($token: String!, $name: String, $password: String) {
  acceptInvitation(token: $token, name: $name, password: $password) {
    ...TokenFields
  }
}
    fragment UserFields on User {
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
fragment TokenFields on AuthTokens {
  accessToken
  expiresIn
  user {
    ...UserFields
  }
}`) as unknown as TypedDocumentString<AcceptInvitationMutation, AcceptInvitationMutationVariables>;
export const VerifyEmailDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation VerifyEmail($token: String!) {
  verifyEmail(token: $token)
}
    `) as unknown as TypedDocumentString<VerifyEmailMutation, VerifyEmailMutationVariables>;
export const RequestPasswordResetDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation RequestPasswordReset($email: String!) {
  requestPasswordReset(email: $email)
}
    `) as unknown as TypedDocumentString<RequestPasswordResetMutation, RequestPasswordResetMutationVariables>;
export const ResetPasswordDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ResetPassword($token: String!, $password: String!) {
  resetPassword(token: $token, password: $password)
}
    `) as unknown as TypedDocumentString<ResetPasswordMutation, ResetPasswordMutationVariables>;