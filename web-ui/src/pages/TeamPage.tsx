import { useState, type ReactElement } from 'react';
import { MembersDocument } from '../api/people.generated';
import { useQuery } from '../api/useQuery';
import { useSession } from '../auth/session';
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
import { ListFrame } from '../ui/ListFrame';
import { SearchField } from '../ui/SearchField';
import { Empty } from '../ui/states';

const PAGE = 50;
const SEARCH_FROM = 10;

export function TeamPage(): ReactElement {
  return <WithRight right="govern">{(one) => <Team organization={one} />}</WithRight>;
}

function Team({ organization }: { organization: Organization }): ReactElement {
  const t = useTexts(PEOPLE);
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
        <SearchField label={t.search} value={search} onText={setSearch} className="mb-4" />
      )}
      <ListFrame
        query={members}
        retry={members.retry}
        count={connection && rows.length}
        empty={<Empty title={t.noMember} />}
        onMore={connection?.pageInfo.hasNextPage ? () => setFirst(first + PAGE) : undefined}
      >
        <DataTable label={t.team} columns={columns} rows={rows} idOf={({ userId }) => userId} />
      </ListFrame>
      <Invitations organizationId={organizationId} />
      {inviting && (
        <InviteDialog organizationId={organizationId} onClose={() => setInviting(false)} />
      )}
    </Page>
  );
}
