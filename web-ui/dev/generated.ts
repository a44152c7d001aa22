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

/** A key for programs, without its secret. */
export type ApiKey = {
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** The key's beginning, by which it is recognised. */
  prefix: Scalars['String']['output'];
  scope: Scope;
  /** The sites that it reaches; null is all. */
  siteIds?: Maybe<Array<Scalars['ID']['output']>>;
  /** The user whose rights bound it; null for a key of the organization itself. */
  userId?: Maybe<Scalars['ID']['output']>;
  createdAt: Scalars['DateTime']['output'];
  expiresAt?: Maybe<Scalars['DateTime']['output']>;
  lastUsedAt?: Maybe<Scalars['DateTime']['output']>;
  /** How often it was used. */
  requests: Scalars['Int']['output'];
  requestsPerMinuteMax?: Maybe<Scalars['Int']['output']>;
};

/** A page of keys. */
export type ApiKeyConnection = {
  /** What the page holds. */
  edges: Array<ApiKeyEdge>;
  /** Where it ends. */
  pageInfo: PageInfo;
  /** How many there are in all. */
  totalCount: Scalars['Int']['output'];
};

/** One of keys, and its place. */
export type ApiKeyEdge = {
  /** What is in that place. */
  node: ApiKey;
  /** The place. */
  cursor: Scalars['String']['output'];
};

/** A page of the audit log, newest first. */
export type AuditConnection = {
  /** The entries. */
  edges: Array<AuditEdge>;
  /** Where the page ends. */
  pageInfo: PageInfo;
};

/** An entry of the audit log in a list. */
export type AuditEdge = {
  /** The entry. */
  node: AuditEntry;
  /** Its place. */
  cursor: Scalars['String']['output'];
};

/** An entry of the audit log. */
export type AuditEntry = {
  id: Scalars['ID']['output'];
  at: Scalars['DateTime']['output'];
  userId?: Maybe<Scalars['ID']['output']>;
  /** Who, as called then. */
  actor: Scalars['String']['output'];
  /** What, such as `site.delete`. */
  action: Scalars['String']['output'];
  target?: Maybe<Scalars['String']['output']>;
  detail?: Maybe<Scalars['JSON']['output']>;
  address?: Maybe<Scalars['String']['output']>;
};

/** What follows from signing in. */
export type AuthTokens = {
  /** A JWT for `Authorization: Bearer`; keep it in memory. */
  accessToken: Scalars['String']['output'];
  /** Seconds that it is good for. */
  expiresIn: Scalars['Int']['output'];
  /** For the next tokens, good once; null for pages, which get it as a cookie. */
  refreshToken?: Maybe<Scalars['String']['output']>;
  /** Who has signed in. */
  user: User;
};

/** What an answer is compared with. */
export type Comparison =
  | 'PREVIOUS_PERIOD'
  | 'PREVIOUS_YEAR'
  | 'SAME_WEEKDAYS'
  | 'CUSTOM';

/** A key to be made. It does what its maker may do, at most. */
export type CreateApiKeyInput = {
  /** The organization. */
  organizationId: Scalars['ID']['input'];
  /** What to call it. */
  name: Scalars['String']['input'];
  /** What it may do. */
  scope: Scope;
  /** The sites that it reaches; null is all. */
  siteIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Days that it lasts; null is for ever. */
  expiresInDays?: InputMaybe<Scalars['Int']['input']>;
  /** Requests a minute that it may make; null is no limit of its own. */
  requestsPerMinuteMax?: InputMaybe<Scalars['Int']['input']>;
};

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

/** A new key. The secret is shown this once. */
export type CreatedApiKey = {
  /** The key. */
  apiKey: ApiKey;
  /** What programs send. */
  secret: Scalars['String']['output'];
};

/** What a metric or a dimension is. */
export type Definition = {
  /** As the enum spells it. */
  name: Scalars['String']['output'];
  /** One sentence. */
  description: Scalars['String']['output'];
  /** `count`, `percent`, `seconds`, `money` or `number`; null for dimensions. */
  unit?: Maybe<Scalars['String']['output']>;
};

/** What can be asked. */
export type Definitions = {
  metrics: Array<Definition>;
  dimensions: Array<Definition>;
};

/** A deleted site that can still be brought back. */
export type DeletedSite = {
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  deletedAt: Scalars['DateTime']['output'];
  /** Until when that can be undone; then its rows go. */
  undoUntil: Scalars['DateTime']['output'];
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

/** An event with everything that is stored of it. */
export type EventDetail = {
  /** The event. */
  event: Event;
  /** Every column that has a value, under the names of the table. */
  columns: Scalars['JSON']['output'];
  /** The raw address, where the site keeps it; for owner and admins, and noted in the audit log. */
  address?: Maybe<Scalars['String']['output']>;
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

/** A check of a site's installation, and what its script answered. */
export type InstallCheck = {
  /** Under which the answer is asked for. */
  token: Scalars['String']['output'];
  /** The page to open. */
  url: Scalars['String']['output'];
  /** When the script answered; null while it has not. */
  answeredAt?: Maybe<Scalars['DateTime']['output']>;
  /** Its version. */
  scriptVersion?: Maybe<Scalars['String']['output']>;
  /** The consent state that it found. */
  consent?: Maybe<Scalars['String']['output']>;
  /** Whether the collector was reached under the page's own host. */
  firstParty?: Maybe<Scalars['Boolean']['output']>;
};

/** Whether a tracker has been heard. */
export type InstallState =
  /** Never. */
  | 'NOT_DETECTED'
  /** In the last seven days. */
  | 'INSTALLED'
  /** Before that. */
  | 'SILENT';

/** What the sign-in page needs to know. */
export type Installation = {
  /** Whether nobody has an account yet: the first one comes by the set-up link. */
  needsSetUp: Scalars['Boolean']['output'];
  /** Who may make an account. */
  signUp: SignUpMode;
  /** The identity provider's name, where there is one; its sign-in begins at `/auth/oidc`. */
  oidcName?: Maybe<Scalars['String']['output']>;
};

/** The length of a TIME bucket. */
export type Interval =
  | 'MINUTE'
  | 'HOUR'
  | 'DAY'
  | 'WEEK'
  | 'MONTH'
  | 'QUARTER'
  | 'YEAR';

/** An invitation that waits for an answer. */
export type Invitation = {
  id: Scalars['ID']['output'];
  email: Scalars['String']['output'];
  role: Role;
  siteIds?: Maybe<Array<Scalars['ID']['output']>>;
  invitedBy?: Maybe<Scalars['ID']['output']>;
  createdAt: Scalars['DateTime']['output'];
  expiresAt: Scalars['DateTime']['output'];
};

/** A page of invitations. */
export type InvitationConnection = {
  /** What the page holds. */
  edges: Array<InvitationEdge>;
  /** Where it ends. */
  pageInfo: PageInfo;
  /** How many there are in all. */
  totalCount: Scalars['Int']['output'];
};

/** One of invitations, and its place. */
export type InvitationEdge = {
  /** What is in that place. */
  node: Invitation;
  /** The place. */
  cursor: Scalars['String']['output'];
};

/** What an invitation offers, to who holds its link. */
export type InvitationOffer = {
  organization: Scalars['String']['output'];
  email: Scalars['String']['output'];
  role: Role;
  /** Whether the address has an account: then its owner signs in to accept. */
  hasAccount: Scalars['Boolean']['output'];
};

/** Somebody to be invited. */
export type InviteMemberInput = {
  /** The organization. */
  organizationId: Scalars['ID']['input'];
  /** His address. */
  email: Scalars['String']['input'];
  /** As what; not as owner. */
  role: Role;
  /** The sites to be assigned to a manager or viewer; null is all. */
  siteIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** A form that counts as a lead when it is sent. */
export type LeadForm = {
  /** The form's id or name. */
  form: Scalars['String']['output'];
  /** What kind of lead it is. */
  leadType?: Maybe<Scalars['String']['output']>;
  /** What it is worth, in the site's currency. */
  leadValue?: Maybe<Scalars['Float']['output']>;
};

/** A form that counts as a lead when it is sent. */
export type LeadFormInput = {
  /** The form's id or name. */
  form: Scalars['String']['input'];
  /** What kind of lead it is. */
  leadType?: InputMaybe<Scalars['String']['input']>;
  /** What it is worth, in the site's currency. */
  leadValue?: InputMaybe<Scalars['Float']['input']>;
};

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

/** How precisely a visitor's place is kept. */
export type LookupPrecision =
  /** City, postal code and coordinates. */
  | 'CITY'
  /** Country and region. */
  | 'REGION'
  /** The country alone. */
  | 'COUNTRY';

/** A user in an organization. */
export type Member = {
  userId: Scalars['ID']['output'];
  email: Scalars['String']['output'];
  name: Scalars['String']['output'];
  role: Role;
  /** The assigned sites; null is all. */
  siteIds?: Maybe<Array<Scalars['ID']['output']>>;
  hasTotp: Scalars['Boolean']['output'];
  since: Scalars['DateTime']['output'];
  /** The user who invited him. */
  invitedBy?: Maybe<Scalars['ID']['output']>;
};

/** A page of members. */
export type MemberConnection = {
  /** What the page holds. */
  edges: Array<MemberEdge>;
  /** Where it ends. */
  pageInfo: PageInfo;
  /** How many there are in all. */
  totalCount: Scalars['Int']['output'];
};

/** One of members, and its place. */
export type MemberEdge = {
  /** What is in that place. */
  node: Member;
  /** The place. */
  cursor: Scalars['String']['output'];
};

/** What the caller is in an organization. */
export type Membership = {
  /** The organization. */
  organizationId: Scalars['ID']['output'];
  /** The role there. */
  role: Role;
  /** The assigned sites; null is all. */
  siteIds?: Maybe<Array<Scalars['ID']['output']>>;
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

/** Changes. */
export type Mutation = {
  /** Makes a site. */
  createSite: Site;
  /** Changes a site; changed settings are a new version and take effect within a second. */
  updateSite: Site;
  /** Hides a site at once. Its rows go after seven days, until when that can be undone; with `now`, within a day and for good. */
  deleteSite: Scalars['Boolean']['output'];
  /** Brings a deleted site back while its rows are there. */
  undoDeleteSite: Site;
  /** Erases what a site has collected so far, within a day; its settings stay. */
  resetSite: Scalars['Boolean']['output'];
  /** Hands a site with what it has collected to another organization, in both of which the caller may administer sites. */
  transferSite: Site;
  /** Forgets a visitor: his rows leave both tables. */
  eraseVisitor: ErasureReceipt;
  /** Saves a filter, in the place of another where an id is given. One of the site's own is for who may change its settings. */
  saveSegment: Segment;
  /** Deletes a saved filter. */
  deleteSegment: Scalars['Boolean']['output'];
  /** Begins a check: open the page at `url`, then ask `installCheck` for the answer. */
  startInstallCheck: InstallCheck;
  /** Makes an account, where that is open. Who is not the first gets a mail, and the same answer whether his address has an account or not. */
  signUp: SignUpResult;
  /** Makes the first account by the set-up link. */
  setUp: AuthTokens;
  /** Signs in. Where a second factor is asked for and `totp` is missing or wrong, the error is BAD_INPUT of `totp`. */
  login: AuthTokens;
  /** New tokens for a refresh token; without one, for the cookie's. */
  refresh: AuthTokens;
  /** Ends this sign-in, or all of the caller's. */
  logout: Scalars['Boolean']['output'];
  /** Confirms an address by the mailed token. */
  verifyEmail: Scalars['Boolean']['output'];
  /** Mails a link to choose a new password. The answer is the same whether the address has an account or not. */
  requestPasswordReset: Scalars['Boolean']['output'];
  /** Sets a new password by the mailed token. Every sign-in ends. */
  resetPassword: Scalars['Boolean']['output'];
  /** Accepts an invitation. Who is new gives name and password, and is signed in; who has an account signs in first, and gets no tokens. */
  acceptInvitation?: Maybe<AuthTokens>;
  /** Changes the caller's name. */
  updateMe: User;
  /** Changes the caller's password. Every sign-in ends, this one too. */
  changePassword: Scalars['Boolean']['output'];
  /** Begins to enrol a second factor. */
  enrolTotp: TotpEnrolment;
  /** Puts the second factor in force; the answer is the recovery codes, shown this once. */
  confirmTotp: Array<Scalars['String']['output']>;
  /** Takes the second factor away, with password and code. */
  disableTotp: Scalars['Boolean']['output'];
  /** Ends one of the caller's sign-ins. */
  endSession: Scalars['Boolean']['output'];
  /** Makes a client of an agency, or, for super admins, an organization of its own. */
  createOrganization: Organization;
  /** Changes an organization. */
  updateOrganization: Organization;
  /** Deletes an organization with its sites and keys. For its owner. */
  deleteOrganization: Scalars['Boolean']['output'];
  /** Makes another member the owner; the caller becomes an admin. For the owner. */
  transferOwnership: Scalars['Boolean']['output'];
  /** Changes a member's role and assigned sites; null is all. */
  updateMember: Scalars['Boolean']['output'];
  /** Takes a member out of an organization; anybody may take out himself. */
  removeMember: Scalars['Boolean']['output'];
  /** Invites somebody by mail. */
  inviteMember: Invitation;
  /** Withdraws an invitation. */
  revokeInvitation: Scalars['Boolean']['output'];
  /** Makes a key. It does what the caller may do, at most, and ends with his rights. */
  createApiKey: CreatedApiKey;
  /** Ends a key at once. */
  revokeApiKey: Scalars['Boolean']['output'];
};


/** Changes. */
export type MutationCreateSiteArgs = {
  input: CreateSiteInput;
};


/** Changes. */
export type MutationUpdateSiteArgs = {
  id: Scalars['ID']['input'];
  input: UpdateSiteInput;
};


/** Changes. */
export type MutationDeleteSiteArgs = {
  id: Scalars['ID']['input'];
  now?: Scalars['Boolean']['input'];
};


/** Changes. */
export type MutationUndoDeleteSiteArgs = {
  id: Scalars['ID']['input'];
};


/** Changes. */
export type MutationResetSiteArgs = {
  id: Scalars['ID']['input'];
};


/** Changes. */
export type MutationTransferSiteArgs = {
  id: Scalars['ID']['input'];
  organizationId: Scalars['ID']['input'];
};


/** Changes. */
export type MutationEraseVisitorArgs = {
  siteId: Scalars['ID']['input'];
  visitorId: Scalars['ID']['input'];
};


/** Changes. */
export type MutationSaveSegmentArgs = {
  siteId: Scalars['ID']['input'];
  id?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
  shared?: Scalars['Boolean']['input'];
  filters: Array<FilterInput>;
};


/** Changes. */
export type MutationDeleteSegmentArgs = {
  siteId: Scalars['ID']['input'];
  id: Scalars['ID']['input'];
};


/** Changes. */
export type MutationStartInstallCheckArgs = {
  siteId: Scalars['ID']['input'];
};


/** Changes. */
export type MutationSignUpArgs = {
  input: SignUpInput;
};


/** Changes. */
export type MutationSetUpArgs = {
  token: Scalars['String']['input'];
  input: SignUpInput;
};


/** Changes. */
export type MutationLoginArgs = {
  email: Scalars['String']['input'];
  password: Scalars['String']['input'];
  totp?: InputMaybe<Scalars['String']['input']>;
};


/** Changes. */
export type MutationRefreshArgs = {
  token?: InputMaybe<Scalars['String']['input']>;
};


/** Changes. */
export type MutationLogoutArgs = {
  everywhere?: Scalars['Boolean']['input'];
};


/** Changes. */
export type MutationVerifyEmailArgs = {
  token: Scalars['String']['input'];
};


/** Changes. */
export type MutationRequestPasswordResetArgs = {
  email: Scalars['String']['input'];
};


/** Changes. */
export type MutationResetPasswordArgs = {
  token: Scalars['String']['input'];
  password: Scalars['String']['input'];
};


/** Changes. */
export type MutationAcceptInvitationArgs = {
  token: Scalars['String']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  password?: InputMaybe<Scalars['String']['input']>;
};


/** Changes. */
export type MutationUpdateMeArgs = {
  name: Scalars['String']['input'];
};


/** Changes. */
export type MutationChangePasswordArgs = {
  present: Scalars['String']['input'];
  password: Scalars['String']['input'];
};


/** Changes. */
export type MutationEnrolTotpArgs = {
  password: Scalars['String']['input'];
};


/** Changes. */
export type MutationConfirmTotpArgs = {
  code: Scalars['String']['input'];
};


/** Changes. */
export type MutationDisableTotpArgs = {
  password: Scalars['String']['input'];
  code: Scalars['String']['input'];
};


/** Changes. */
export type MutationEndSessionArgs = {
  id: Scalars['ID']['input'];
};


/** Changes. */
export type MutationCreateOrganizationArgs = {
  name: Scalars['String']['input'];
  parentId?: InputMaybe<Scalars['ID']['input']>;
};


/** Changes. */
export type MutationUpdateOrganizationArgs = {
  id: Scalars['ID']['input'];
  input: UpdateOrganizationInput;
};


/** Changes. */
export type MutationDeleteOrganizationArgs = {
  id: Scalars['ID']['input'];
};


/** Changes. */
export type MutationTransferOwnershipArgs = {
  organizationId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


/** Changes. */
export type MutationUpdateMemberArgs = {
  organizationId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
  role: Role;
  siteIds?: InputMaybe<Array<Scalars['ID']['input']>>;
};


/** Changes. */
export type MutationRemoveMemberArgs = {
  organizationId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


/** Changes. */
export type MutationInviteMemberArgs = {
  input: InviteMemberInput;
};


/** Changes. */
export type MutationRevokeInvitationArgs = {
  organizationId: Scalars['ID']['input'];
  id: Scalars['ID']['input'];
};


/** Changes. */
export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


/** Changes. */
export type MutationRevokeApiKeyArgs = {
  organizationId: Scalars['ID']['input'];
  id: Scalars['ID']['input'];
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

/** An organization: a company, an agency, or an agency's client. */
export type Organization = {
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** The agency whose client it is. */
  parentId?: Maybe<Scalars['ID']['output']>;
  contact?: Maybe<Scalars['String']['output']>;
  /** A small picture as a `data:` address. */
  avatar?: Maybe<Scalars['String']['output']>;
  /** Whether owner and admins need a second factor. */
  requireTotp: Scalars['Boolean']['output'];
  createdAt: Scalars['DateTime']['output'];
};

/** A page of organizations. */
export type OrganizationConnection = {
  /** What the page holds. */
  edges: Array<OrganizationEdge>;
  /** Where it ends. */
  pageInfo: PageInfo;
  /** How many there are in all. */
  totalCount: Scalars['Int']['output'];
};

/** One of organizations, and its place. */
export type OrganizationEdge = {
  /** What is in that place. */
  node: Organization;
  /** The place. */
  cursor: Scalars['String']['output'];
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

/** An error of the last seven days, equal ones of an hour counted together. */
export type PipelineError = {
  siteId?: Maybe<Scalars['ID']['output']>;
  /** Which part of the program: `collector` where a request was refused, else the name of what failed. */
  kind: Scalars['String']['output'];
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
  /** The errors of the last seven days, newest first; by site, by code, by words of the message. */
  errors: Array<PipelineError>;
};


/** How the pipeline fares. */
export type PipelineHealthErrorsArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
  siteId?: InputMaybe<Scalars['ID']['input']>;
  code?: InputMaybe<Scalars['String']['input']>;
};

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
export type PropertySource = {
  /** A query parameter, or a key of the data layer, where dots go deeper. */
  from: Scalars['String']['output'];
  /** The property that it becomes. */
  property: Scalars['String']['output'];
};

/** Where a property is taken from. */
export type PropertySourceInput = {
  /** A query parameter, or a key of the data layer, where dots go deeper. */
  from: Scalars['String']['input'];
  /** The property that it becomes. */
  property: Scalars['String']['input'];
};

/** Questions. */
export type Query = {
  /** The caller's sites, by name. */
  sites: SiteConnection;
  /** One of the caller's sites; null where there is none of that id. */
  site?: Maybe<Site>;
  /** Any metrics by any dimensions. */
  stats: StatsResult;
  /** Values that a dimension takes, the commonest first; of PROPERTY without a key the names of properties. */
  dimensionValues: Array<NamedCount>;
  /** What is going on now. */
  realtime: Realtime;
  /** Events, newest first. */
  events: EventConnection;
  /** How the pipeline fares; a caller sees only his own sites. */
  pipeline: PipelineHealth;
  /** A site's saved filters that the caller sees, by name: his own, and those of the site. */
  segments: Array<Segment>;
  /** What metrics and dimensions mean. Open to all. */
  definitions: Definitions;
  /** What the script answered to a check, as far as it has. */
  installCheck: InstallCheck;
  /** One event with all that is stored of it; null where there is none of that id at that time. */
  event?: Maybe<EventDetail>;
  /** What the sign-in page needs to know. Open to all. */
  installation: Installation;
  /** Who is signed in. */
  me: User;
  /** The caller's sign-ins that live, last used first. */
  sessions: Array<Session>;
  /** What the caller has done himself, sign-ins included, newest first. */
  activity: Array<AuditEntry>;
  /** The caller's organizations and their clients, by name. */
  organizations: OrganizationConnection;
  /** One of the caller's organizations; null where there is none of that id. */
  organization?: Maybe<Organization>;
  /** An organization's members, by e-mail address. For its owner and admins. */
  members: MemberConnection;
  /** An organization's invitations that wait. For its owner and admins. */
  invitations: InvitationConnection;
  /** What an invitation offers. Open to who holds its token. */
  invitation: InvitationOffer;
  /** An organization's keys, oldest first. For its owner and admins. */
  apiKeys: ApiKeyConnection;
  /** What was done in an organization, newest first. For its owner and admins. */
  auditLog: AuditConnection;
  /** Deleted sites that can be brought back. For the organization's owner and admins. */
  deletedSites: Array<DeletedSite>;
};


/** Questions. */
export type QuerySitesArgs = {
  search?: InputMaybe<Scalars['String']['input']>;
  organizationId?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Questions. */
export type QuerySiteArgs = {
  id: Scalars['ID']['input'];
};


/** Questions. */
export type QueryStatsArgs = {
  input: StatsInput;
};


/** Questions. */
export type QueryDimensionValuesArgs = {
  siteIds: Array<Scalars['ID']['input']>;
  dimension: Dimension;
  key?: InputMaybe<Scalars['String']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
  range: RangeInput;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Questions. */
export type QueryRealtimeArgs = {
  siteIds: Array<Scalars['ID']['input']>;
};


/** Questions. */
export type QueryEventsArgs = {
  siteIds: Array<Scalars['ID']['input']>;
  filters?: InputMaybe<Array<FilterInput>>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Questions. */
export type QuerySegmentsArgs = {
  siteId: Scalars['ID']['input'];
};


/** Questions. */
export type QueryInstallCheckArgs = {
  siteId: Scalars['ID']['input'];
  token: Scalars['String']['input'];
};


/** Questions. */
export type QueryEventArgs = {
  siteId: Scalars['ID']['input'];
  id: Scalars['ID']['input'];
  timestamp: Scalars['DateTime']['input'];
};


/** Questions. */
export type QueryActivityArgs = {
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Questions. */
export type QueryOrganizationsArgs = {
  search?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Questions. */
export type QueryOrganizationArgs = {
  id: Scalars['ID']['input'];
};


/** Questions. */
export type QueryMembersArgs = {
  organizationId: Scalars['ID']['input'];
  search?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Questions. */
export type QueryInvitationsArgs = {
  organizationId: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Questions. */
export type QueryInvitationArgs = {
  token: Scalars['String']['input'];
};


/** Questions. */
export type QueryApiKeysArgs = {
  organizationId: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Questions. */
export type QueryAuditLogArgs = {
  organizationId: Scalars['ID']['input'];
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
};


/** Questions. */
export type QueryDeletedSitesArgs = {
  organizationId: Scalars['ID']['input'];
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

/** A saved filter. */
export type Segment = {
  id: Scalars['ID']['output'];
  siteId: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  /** Whether all who read the site see it. */
  shared: Scalars['Boolean']['output'];
  /** Whether the caller saved it. */
  mine: Scalars['Boolean']['output'];
  /** A list of conditions that all hold, each a FilterInput. */
  filters: Scalars['JSON']['output'];
  createdAt: Scalars['DateTime']['output'];
};

/** A sign-in that lives. */
export type Session = {
  id: Scalars['ID']['output'];
  createdAt: Scalars['DateTime']['output'];
  lastUsedAt: Scalars['DateTime']['output'];
  address?: Maybe<Scalars['String']['output']>;
  userAgent?: Maybe<Scalars['String']['output']>;
  /** Whether it is the one that asks. */
  current: Scalars['Boolean']['output'];
};

/** Somebody who wants an account. */
export type SignUpInput = {
  /** Where mails reach him. */
  email: Scalars['String']['input'];
  /** At least eight characters, and not easily guessed. */
  password: Scalars['String']['input'];
  /** What to call him. */
  name: Scalars['String']['input'];
  /** What to call his organization; his name where not said. */
  organization?: InputMaybe<Scalars['String']['input']>;
};

/** Who may make an account by himself. */
export type SignUpMode =
  /** Everybody. */
  | 'ON'
  /** Nobody. */
  | 'OFF'
  /** Only the first one. */
  | 'FIRST';

/** What has become of a sign-up. */
export type SignUpResult = {
  /** Given to the first user; everybody else is sent a mail. */
  tokens?: Maybe<AuthTokens>;
};

/** A website whose events are collected. */
export type Site = {
  id: Scalars['ID']['output'];
  /** The organization that owns it. */
  organizationId: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  domains: Array<Scalars['String']['output']>;
  timezone: Scalars['String']['output'];
  currency: Scalars['String']['output'];
  status: SiteStatus;
  installed: InstallState;
  lastEventAt?: Maybe<Scalars['DateTime']['output']>;
  /** Whether an event has come through the site's own domain, as behind a proxy that passes the collector on. */
  firstParty: Scalars['Boolean']['output'];
  /** The commonest code of the requests that were lately refused. */
  commonestRefusal?: Maybe<Scalars['String']['output']>;
  /** Origins whose requests were lately refused, with how often. */
  refusedOrigins: Array<NamedCount>;
  /** A small picture as a `data:` address. */
  icon?: Maybe<Scalars['String']['output']>;
  settings: SiteSettings;
  createdAt: Scalars['DateTime']['output'];
  /** What to put into its pages, in the form that the platform takes. */
  snippet: Scalars['String']['output'];
};


/** A website whose events are collected. */
export type SiteSnippetArgs = {
  platform?: InputMaybe<Platform>;
};

/** A page of sites. */
export type SiteConnection = {
  /** What the page holds. */
  edges: Array<SiteEdge>;
  /** Where it ends. */
  pageInfo: PageInfo;
  /** How many there are in all. */
  totalCount: Scalars['Int']['output'];
};

/** One of sites, and its place. */
export type SiteEdge = {
  /** What is in that place. */
  node: Site;
  /** The place. */
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
  /** How precisely the place is kept. */
  lookupPrecision: LookupPrecision;
  /** Which day a week begins with. */
  weekStart: WeekStart;
  /** Forms that count as leads. */
  leads: Array<LeadForm>;
  /** Whether Do Not Track and Global Privacy Control count as refusal. */
  honourDnt: Scalars['Boolean']['output'];
  /** Days that rows are kept. */
  retentionDays?: Maybe<Scalars['Int']['output']>;
  /** Whether events are refused. */
  paused: Scalars['Boolean']['output'];
  /** What the script is told, and what is left out. */
  tracking: TrackingSettings;
};

/** Settings that can be given; what is not given stays. */
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
  /** How precisely the place is kept. */
  lookupPrecision?: InputMaybe<LookupPrecision>;
  /** Which day a week begins with. */
  weekStart?: InputMaybe<WeekStart>;
  /** Forms that count as leads. */
  leads?: InputMaybe<Array<LeadFormInput>>;
  /** Whether Do Not Track and Global Privacy Control count as refusal. */
  honourDnt?: InputMaybe<Scalars['Boolean']['input']>;
  /** Days that rows are kept; null keeps them. */
  retentionDays?: InputMaybe<Scalars['Int']['input']>;
  /** Whether events are refused. */
  paused?: InputMaybe<Scalars['Boolean']['input']>;
  /** What the script is told, and what is left out. */
  tracking?: InputMaybe<TrackingSettingsInput>;
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

/** What an authenticator app is shown. */
export type TotpEnrolment = {
  /** In base32, to be typed. */
  secret: Scalars['String']['output'];
  /** The same as an `otpauth:` address, to be shown as a QR code. */
  url: Scalars['String']['output'];
};

/** What a site's script is told, and what is left out whatever it does. */
export type TrackingSettings = {
  /** Event names that are not taken. */
  eventsOff: Array<Scalars['String']['output']>;
  /** Modules that are on beside those that other settings switch on. */
  modules: Array<Scalars['String']['output']>;
  /** Whether page views are sent by themselves. */
  autoTrack: Scalars['Boolean']['output'];
  /** Whether `identify` may name a user. */
  identifyUsers: Scalars['Boolean']['output'];
  /** Whether the fragment of an address is a route. */
  hashRouting: Scalars['Boolean']['output'];
  /** Query parameters that hold a search term; empty leaves the script's own list. */
  searchParams: Array<Scalars['String']['output']>;
  /** Domains that a visitor is taken along to. */
  linkedDomains: Array<Scalars['String']['output']>;
  /** Query parameters that become properties. */
  urlProperties: Array<PropertySource>;
  /** Keys of the data layer that become properties. */
  dataLayerProperties: Array<PropertySource>;
  /** Query parameters whose values are cut out of addresses. */
  scrubbedParams: Array<Scalars['String']['output']>;
  /** Other names under which the script's calls are found. */
  aliases: Array<Scalars['String']['output']>;
  /** Hosts that are left out; `*` stands for any characters. */
  excludedHosts: Array<Scalars['String']['output']>;
  /** Paths that are left out; `*` stands for any characters. */
  excludedPaths: Array<Scalars['String']['output']>;
  /** Networks whose visitors are left out, as CIDR. */
  excludedNetworks: Array<Scalars['String']['output']>;
  /** Countries whose visitors are left out, ISO 3166-1 alpha-2. */
  excludedCountries: Array<Scalars['String']['output']>;
  /** Whether paths are stored as keyed hashes. */
  hashPaths: Scalars['Boolean']['output'];
  /** The path under which the script is served too, for who must not find it under its usual name. */
  scriptPath?: Maybe<Scalars['String']['output']>;
  /** The path that the script sends to instead of `/api/collect`. */
  endpointPath?: Maybe<Scalars['String']['output']>;
};

/** What to change of a script's settings; what is not given stays. */
export type TrackingSettingsInput = {
  /** Event names that are not taken. */
  eventsOff?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Modules that are on beside those that other settings switch on. */
  modules?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Whether page views are sent by themselves. */
  autoTrack?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether `identify` may name a user. */
  identifyUsers?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whether the fragment of an address is a route. */
  hashRouting?: InputMaybe<Scalars['Boolean']['input']>;
  /** Query parameters that hold a search term; empty leaves the script's own list. */
  searchParams?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Domains that a visitor is taken along to. */
  linkedDomains?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Query parameters that become properties. */
  urlProperties?: InputMaybe<Array<PropertySourceInput>>;
  /** Keys of the data layer that become properties. */
  dataLayerProperties?: InputMaybe<Array<PropertySourceInput>>;
  /** Query parameters whose values are cut out of addresses. */
  scrubbedParams?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Other names under which the script's calls are found. */
  aliases?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Hosts that are left out; `*` stands for any characters. */
  excludedHosts?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Paths that are left out; `*` stands for any characters. */
  excludedPaths?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Networks whose visitors are left out, as CIDR. */
  excludedNetworks?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Countries whose visitors are left out, ISO 3166-1 alpha-2. */
  excludedCountries?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Whether paths are stored as keyed hashes. Switched off and on again, hashes are others. */
  hashPaths?: InputMaybe<Scalars['Boolean']['input']>;
  /** A path such as `/js/app.js`, under which the script is served too; null is none. */
  scriptPath?: InputMaybe<Scalars['String']['input']>;
  /** A path such as `/js/e` that the script sends to instead of `/api/collect`; null is none. */
  endpointPath?: InputMaybe<Scalars['String']['input']>;
};

/** What to change of an organization; what is not given stays. */
export type UpdateOrganizationInput = {
  /** Its name. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** Whom to turn to; empty is nobody. */
  contact?: InputMaybe<Scalars['String']['input']>;
  /** A PNG, JPEG or WebP of up to 100 kB as a `data:` address; empty is none. */
  avatar?: InputMaybe<Scalars['String']['input']>;
  /** Whether owner and admins need a second factor. */
  requireTotp?: InputMaybe<Scalars['Boolean']['input']>;
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
  /** A PNG, JPEG or WebP of up to 100 kB as a `data:` address; empty is none. */
  icon?: InputMaybe<Scalars['String']['input']>;
  /** What else is set. */
  settings?: InputMaybe<SiteSettingsInput>;
};

/** A person. */
export type User = {
  id: Scalars['ID']['output'];
  email: Scalars['String']['output'];
  name: Scalars['String']['output'];
  superAdmin: Scalars['Boolean']['output'];
  /** Whether a second factor is asked for at sign-in. */
  hasTotp: Scalars['Boolean']['output'];
  /** Whether there is a password; else sign-in is by the identity provider. */
  hasPassword: Scalars['Boolean']['output'];
  createdAt: Scalars['DateTime']['output'];
  /** What he is where, clients of his organizations included. */
  memberships: Array<Membership>;
  /** Organizations that he reaches only with a second factor, and has none. */
  totpMissing: Array<Scalars['ID']['output']>;
};

/** Which day a week begins with. */
export type WeekStart =
  /** ISO weeks. */
  | 'MONDAY'
  /** As in North America. */
  | 'SUNDAY';
