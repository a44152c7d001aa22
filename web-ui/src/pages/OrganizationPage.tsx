import type { ReactElement } from 'react';
import { UpdateOrganizationDocument } from '../api/people.generated';
import { OrganizationsDocument } from '../api/session.generated';
import { useMutation, type MutationState } from '../api/useMutation';
import type {
  UpdateOrganizationMutation,
  UpdateOrganizationMutationVariables,
} from '../api/people.generated';
import { COMMON } from '../i18n/common';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import { useDraft } from '../lib/useDraft';
import { Clients } from '../people/Clients';
import { Ownership } from '../people/Ownership';
import { WithRight } from '../shell/NoPermission';
import { useMay, type Organization } from '../shell/organization';
import { Page } from '../shell/Page';
import { TextField } from '../ui/form/Field';
import { ErrorNotice } from '../ui/form/Notice';
import { PictureField } from '../ui/form/PictureField';
import { SaveFooter } from '../ui/form/SaveFooter';
import { Section } from '../ui/form/Section';
import { Toggle } from '../ui/form/Toggle';
import { toast } from '../ui/toast';

export function OrganizationPage(): ReactElement {
  return <WithRight right="govern">{(one) => <Settings organization={one} />}</WithRight>;
}

const useUpdate = (): MutationState<
  UpdateOrganizationMutation,
  UpdateOrganizationMutationVariables
> => useMutation(UpdateOrganizationDocument, { invalidates: [OrganizationsDocument] });

function Settings({ organization }: { organization: Organization }): ReactElement {
  const t = useTexts(PEOPLE);
  const may = useMay(organization.id);
  return (
    <Page narrow title={t.organization} description={t.organizationText}>
      <div className="grid grid-cols-1 gap-5">
        <Profile organization={organization} />
        <Security organization={organization} />
        {!organization.parentId && <Clients organization={organization} />}
        {may('own') && <Ownership organization={organization} />}
      </div>
    </Page>
  );
}

function Profile({ organization }: { organization: Organization }): ReactElement {
  const t = useTexts(PEOPLE);
  const common = useTexts(COMMON);
  const { id, name, contact, avatar } = organization;
  const draft = useDraft({ name, contact: contact ?? '', avatar: avatar ?? '' });
  const update = useUpdate();
  const save = async (): Promise<void> => {
    if (await update.run({ id, input: draft.changes })) toast(common.saved);
  };
  return (
    <Section
      title={t.profile}
      footer={<SaveFooter busy={update.busy} changed={draft.changed} onSave={() => void save()} />}
    >
      <PictureField
        label={t.picture}
        name={draft.values.name}
        value={draft.values.avatar}
        onPicture={(address) => draft.edit({ avatar: address })}
      />
      <TextField
        label={t.name}
        required
        maxLength={100}
        value={draft.values.name}
        onText={(text) => draft.edit({ name: text })}
      />
      <TextField
        label={t.contact}
        hint={t.contactHint}
        aside={common.optional}
        maxLength={200}
        value={draft.values.contact}
        onText={(text) => draft.edit({ contact: text })}
      />
      <ErrorNotice error={update.error} />
    </Section>
  );
}

function Security({ organization }: { organization: Organization }): ReactElement {
  const t = useTexts(PEOPLE);
  const common = useTexts(COMMON);
  const update = useUpdate();
  const change = async (requireTotp: boolean): Promise<void> => {
    if (await update.run({ id: organization.id, input: { requireTotp } })) toast(common.saved);
  };
  return (
    <Section title={t.security}>
      <Toggle
        label={t.requireTotp}
        hint={t.requireTotpHint}
        disabled={update.busy}
        checked={organization.requireTotp}
        onChange={(checked) => void change(checked)}
      />
      <ErrorNotice error={update.error} />
    </Section>
  );
}
