import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import {
  DeleteOrganizationDocument,
  MembersDocument,
  TransferOwnershipDocument,
} from '../api/people.generated';
import { invalidate } from '../api/answers';
import { request } from '../api/client';
import { MeDocument } from '../api/session.generated';
import { useMutation } from '../api/useMutation';
import { useQuery } from '../api/useQuery';
import { updateUser } from '../auth/session';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import type { Organization } from '../shell/organization';
import { Button } from '../ui/form/Button';
import { ConfirmDialog } from '../ui/form/ConfirmDialog';
import { SelectField } from '../ui/form/Field';
import { Section } from '../ui/form/Section';
import { toast } from '../ui/toast';

/** What only the owner may do. */
export function Ownership({ organization }: { organization: Organization }): ReactElement {
  return (
    <>
      <HandOver organization={organization} />
      <Delete organization={organization} />
    </>
  );
}

const reload = async (): Promise<void> => {
  updateUser((await request(MeDocument, {})).me);
  invalidate();
};

function HandOver({ organization }: { organization: Organization }): ReactElement {
  const t = useTexts(PEOPLE);
  const members = useQuery(MembersDocument, { organizationId: organization.id, first: 200 });
  const candidates = (members.data?.members.edges ?? [])
    .map(({ node }) => node)
    .filter(({ role }) => role !== 'OWNER');
  const [chosen, setChosen] = useState<string>();
  const [asking, setAsking] = useState(false);
  const next = candidates.find(({ userId }) => userId === chosen) ?? candidates[0];
  const transfer = useMutation(TransferOwnershipDocument);
  const confirm = async (): Promise<void> => {
    if (!next) return;
    if (!(await transfer.run({ organizationId: organization.id, userId: next.userId }))) return;
    setAsking(false);
    toast(t.handedOver(next.name || next.email));
    await reload();
  };
  return (
    <Section
      danger
      title={t.ownership}
      description={t.ownershipText}
      footer={
        <Button kind="caution" disabled={!next} onClick={() => setAsking(true)}>
          {t.handOver}
        </Button>
      }
    >
      {next ? (
        <SelectField label={t.newOwner} value={next.userId} onText={setChosen}>
          {candidates.map(({ userId, name, email }) => (
            <option key={userId} value={userId}>
              {name ? `${name} · ${email}` : email}
            </option>
          ))}
        </SelectField>
      ) : (
        <p className="text-[13px] text-faint">{t.noCandidates}</p>
      )}
      {asking && next && (
        <ConfirmDialog
          title={t.ownership}
          text={t.makeOwnerText(next.name || next.email)}
          typed={organization.name}
          action={t.handOver}
          busy={transfer.busy}
          error={transfer.error}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}

function Delete({ organization }: { organization: Organization }): ReactElement {
  const t = useTexts(PEOPLE);
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useMutation(DeleteOrganizationDocument);
  const confirm = async (): Promise<void> => {
    if (!(await remove.run({ id: organization.id }))) return;
    toast(t.deleted(organization.name));
    await navigate({ to: '/' });
    await reload();
  };
  return (
    <Section
      danger
      title={t.deleteTitle}
      description={t.deleteText}
      footer={
        <Button kind="danger" onClick={() => setAsking(true)}>
          {t.delete}
        </Button>
      }
    >
      {asking && (
        <ConfirmDialog
          title={t.deleteTitle}
          text={t.deleteText}
          typed={organization.name}
          action={t.delete}
          busy={remove.busy}
          error={remove.error}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
