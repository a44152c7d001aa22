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
import { DangerSection } from '../ui/form/DangerSection';
import { SelectField } from '../ui/form/Field';
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
  const next = candidates.find(({ userId }) => userId === chosen) ?? candidates[0];
  const transfer = useMutation(TransferOwnershipDocument);
  const confirm = async (close: () => void): Promise<void> => {
    if (!next) return;
    if (!(await transfer.run({ organizationId: organization.id, userId: next.userId }))) return;
    close();
    toast(t.handedOver(next.name || next.email));
    await reload();
  };
  return (
    <DangerSection
      title={t.ownership}
      text={t.ownershipText}
      action={t.handOver}
      kind="caution"
      disabled={!next}
      question={next && t.makeOwnerText(next.name || next.email)}
      typed={organization.name}
      mutation={transfer}
      onConfirm={confirm}
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
    </DangerSection>
  );
}

function Delete({ organization }: { organization: Organization }): ReactElement {
  const t = useTexts(PEOPLE);
  const navigate = useNavigate();
  const remove = useMutation(DeleteOrganizationDocument);
  const confirm = async (): Promise<void> => {
    if (!(await remove.run({ id: organization.id }))) return;
    toast(t.deleted(organization.name));
    await navigate({ to: '/' });
    await reload();
  };
  return (
    <DangerSection
      title={t.deleteTitle}
      text={t.deleteText}
      action={t.delete}
      kind="danger"
      typed={organization.name}
      mutation={remove}
      onConfirm={confirm}
    />
  );
}
