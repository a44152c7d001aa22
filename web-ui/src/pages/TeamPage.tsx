import { useState, type ReactElement } from 'react';
import { MembersDocument } from '../api/people.generated';
import { useQuery } from '../api/useQuery';
import { useSession } from '../auth/session';
import { COMMON } from '../i18n/common';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import { formatDay } from '../i18n/dates';
import { InviteDialog } from '../people/InviteDialog';
import { Invitations } from '../people/Invitations';
import { MemberActions } from '../people/MemberActions';
import type { Member } from '../people/MemberDialog';
import { hasSites } from '../people/RoleField';
import { useSitesInWords } from '../people/SitesField';
import { Plus } from '../shell/icons';
import { WithRight } from '../shell/NoPermission';
import type { Organization } from '../shell/organization';
import { Page } from '../shell/Page';
import { Avatar } from '../ui/Avatar';
import { DataTable, type Column } from '../ui/DataTable';
import { Button } from '../ui/form/Button';
import { Search } from '../ui/icons';
import { Empty, Failure, Skeleton } from '../ui/states';

const PAGE = 50;
const SEARCH_FROM = 10;

export function TeamPage(): ReactElement {
  return <WithRight right="govern">{(one) => <Team organization={one} />}</WithRight>;
}

function Team({ organization }: { organization: Organization }): ReactElement {
  const t = useTexts(PEOPLE);
  const common = useTexts(COMMON);
  const session = useSession();
  const sitesInWords = useSitesInWords();
  const [inviting, setInviting] = useState(false);
  const [search, setSearch] = useState('');
  const [first, setFirst] = useState(PAGE);
  const organizationId = organization.id;
  const members = useQuery(MembersDocument, { organizationId, search: search || null, first });
  const connection = members.data?.members;
  const rows = connection?.edges.map(({ node }) => node) ?? [];
  const isMe = (member: Member): boolean =>
    session.kind === 'user' && session.user.id === member.userId;
  const columns: Column<Member>[] = [
    {
      id: 'member',
      header: t.member,
      wide: true,
      by: ({ name, email }) => (name || email).toLowerCase(),
      cell: (member) => (
        <span className="flex min-w-0 items-center gap-3">
          <Avatar round name={member.name || member.email} className="size-8 text-[13px]" />
          <span className="min-w-0">
            <span className="block font-medium wrap-anywhere">
              {member.name || member.email}
              {isMe(member) && (
                <span className="ml-2 rounded-full bg-sunken px-2 py-0.5 text-[11.5px] font-normal text-soft">
                  {t.you}
                </span>
              )}
            </span>
            <span className="block text-[12.5px] break-all text-faint">{member.email}</span>
          </span>
        </span>
      ),
    },
    { id: 'role', header: t.role, by: ({ role }) => role, cell: ({ role }) => t.roles[role] },
    {
      id: 'sites',
      header: t.sites,
      cell: ({ role, siteIds }) => (
        <span className="whitespace-nowrap">{sitesInWords(hasSites(role) ? siteIds : null)}</span>
      ),
    },
    {
      id: 'totp',
      header: t.secondFactor,
      by: ({ hasTotp }) => Number(hasTotp),
      cell: ({ hasTotp }) => (
        <span className={hasTotp ? 'text-good' : 'text-faint'}>
          {hasTotp ? t.secondFactorOn : t.secondFactorOff}
        </span>
      ),
    },
    {
      id: 'since',
      header: t.since,
      by: ({ since }) => since,
      cell: ({ since }) => <span className="whitespace-nowrap">{formatDay(since)}</span>,
    },
    {
      id: 'actions',
      header: t.actions,
      actions: true,
      cell: (member) => <MemberActions organizationId={organizationId} member={member} />,
    },
  ];

  return (
    <Page
      title={t.team}
      description={t.teamText(organization.name)}
      actions={
        <Button kind="primary" onClick={() => setInviting(true)}>
          <Plus />
          {t.invite}
        </Button>
      }
    >
      {(!!search || (connection?.totalCount ?? 0) >= SEARCH_FROM) && (
        <label className="control mb-4 w-64 focus-within:border-accent max-sm:w-full">
          <Search className="text-faint" />
          <span className="sr-only">{t.search}</span>
          <input
            type="search"
            value={search}
            placeholder={t.search}
            onChange={(event) => setSearch(event.target.value)}
            className="min-w-0 flex-1 bg-transparent font-normal outline-none placeholder:text-faint"
          />
        </label>
      )}
      <div className="card overflow-hidden">
        {connection ? (
          rows.length ? (
            <DataTable label={t.team} columns={columns} rows={rows} idOf={({ userId }) => userId} />
          ) : (
            <Empty title={t.noMember} />
          )
        ) : members.status === 'failed' ? (
          <div className="py-12">
            <Failure error={members.error} onRetry={members.retry} />
          </div>
        ) : (
          <div className="grid gap-3 p-5">
            <Skeleton className="h-9 w-full" />
            <Skeleton className="h-9 w-full" />
          </div>
        )}
      </div>
      {connection?.pageInfo.hasNextPage && (
        <Button className="mx-auto mt-4 flex" onClick={() => setFirst(first + PAGE)}>
          {common.more}
        </Button>
      )}
      <Invitations organizationId={organizationId} />
      {inviting && (
        <InviteDialog organizationId={organizationId} onClose={() => setInviting(false)} />
      )}
    </Page>
  );
}
