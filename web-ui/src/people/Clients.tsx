import { useState, type ReactElement } from 'react';
import { CreateOrganizationDocument } from '../api/people.generated';
import { MeDocument, OrganizationsDocument } from '../api/session.generated';
import { request } from '../api/client';
import { useMutation } from '../api/useMutation';
import { updateUser, useSession } from '../auth/session';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import { chooseOrganization, useOrganizations, type Organization } from '../shell/organization';
import { Avatar } from '../ui/Avatar';
import { Button } from '../ui/form/Button';
import { TextField } from '../ui/form/Field';
import { ErrorNotice } from '../ui/form/Notice';
import { Section } from '../ui/form/Section';

/** The organizations of an agency's customers. */
export function Clients({ organization }: { organization: Organization }): ReactElement {
  const t = useTexts(PEOPLE);
  const session = useSession();
  const { all } = useOrganizations();
  const [name, setName] = useState('');
  const create = useMutation(CreateOrganizationDocument, { invalidates: [OrganizationsDocument] });
  const clients = all.filter(({ parentId }) => parentId === organization.id);
  const submit = async (): Promise<void> => {
    if (!(await create.run({ name, parentId: organization.id }))) return;
    setName('');
    // What he is there is told with the user.
    if (session.kind === 'user') updateUser((await request(MeDocument, {})).me);
  };
  return (
    <Section title={t.clients} description={t.clientsText}>
      {clients.length ? (
        <ul className="divide-y divide-line rounded-[10px] border border-line">
          {clients.map((client) => (
            <li key={client.id} className="flex items-center gap-3 px-3.5 py-2.5">
              <Avatar name={client.name} picture={client.avatar} />
              <span className="min-w-0 flex-1 truncate font-medium">{client.name}</span>
              <Button kind="quiet" onClick={() => chooseOrganization(client.id)}>
                {t.open}
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-[13px] text-faint">{t.noClients}</p>
      )}
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <div className="min-w-48 flex-1">
          <TextField
            label={t.clientName}
            required
            maxLength={100}
            autoComplete="off"
            value={name}
            onText={setName}
          />
        </div>
        <Button type="submit" disabled={!name.trim() || create.busy}>
          {t.addClient}
        </Button>
      </form>
      <ErrorNotice error={create.error} />
    </Section>
  );
}
