import type { ReactElement } from 'react';
import { InvitationsDocument, RevokeInvitationDocument } from '../api/people.generated';
import { useMutation } from '../api/useMutation';
import { useQuery } from '../api/useQuery';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import { formatDay } from '../i18n/dates';
import { DataTable, type Column } from '../ui/DataTable';
import { Button } from '../ui/form/Button';
import { ErrorNotice } from '../ui/form/Notice';
import { toast } from '../ui/toast';
import { useSitesInWords } from './SitesField';

/** Invitations that nobody has answered yet; nothing where there are none. */
export function Invitations({ organizationId }: { organizationId: string }): ReactElement | null {
  const t = useTexts(PEOPLE);
  const sitesInWords = useSitesInWords();
  const answer = useQuery(InvitationsDocument, { organizationId, first: 100 });
  const revoke = useMutation(RevokeInvitationDocument, { invalidates: [InvitationsDocument] });
  const rows = answer.data?.invitations.edges.map(({ node }) => node) ?? [];
  if (!rows.length) return null;
  const columns: Column<(typeof rows)[number]>[] = [
    {
      id: 'email',
      header: t.email,
      wide: true,
      cell: ({ email }) => <span className="font-medium break-all">{email}</span>,
    },
    { id: 'role', header: t.role, cell: ({ role }) => t.roles[role] },
    { id: 'sites', header: t.sites, cell: ({ siteIds }) => sitesInWords(siteIds) },
    {
      id: 'expires',
      header: t.expires,
      cell: ({ expiresAt }) => <span className="whitespace-nowrap">{formatDay(expiresAt)}</span>,
    },
    {
      id: 'actions',
      header: t.actions,
      actions: true,
      cell: ({ id }) => (
        <Button
          kind="quiet"
          disabled={revoke.busy}
          onClick={() => {
            void revoke.run({ organizationId, id }).then((done) => {
              if (done) toast(t.revoked);
            });
          }}
        >
          {t.revoke}
        </Button>
      ),
    },
  ];
  return (
    <section className="mt-8">
      <h2 className="mb-3 text-[15px] font-semibold">{t.invitations}</h2>
      <div className="card overflow-hidden">
        <DataTable label={t.invitations} columns={columns} rows={rows} idOf={({ id }) => id} />
      </div>
      <div className="mt-3">
        <ErrorNotice error={revoke.error} />
      </div>
    </section>
  );
}
