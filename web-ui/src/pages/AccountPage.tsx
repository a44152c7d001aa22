import type { ReactElement } from 'react';
import { UpdateMeDocument } from '../api/account.generated';
import { useMutation } from '../api/useMutation';
import { Activity } from '../account/Activity';
import { Password } from '../account/Password';
import { Sessions } from '../account/Sessions';
import { Totp } from '../account/Totp';
import { updateUser, useSession, type User } from '../auth/session';
import { ACCOUNT } from '../i18n/account';
import { COMMON } from '../i18n/common';
import { useTexts } from '../i18n/catalogue';
import { useDraft } from '../lib/useDraft';
import { NoPermission } from '../shell/NoPermission';
import { Page } from '../shell/Page';
import { TextField } from '../ui/form/Field';
import { ErrorNotice } from '../ui/form/Notice';
import { SaveFooter } from '../ui/form/SaveFooter';
import { Section } from '../ui/form/Section';
import { toast } from '../ui/toast';

export function AccountPage(): ReactElement {
  const t = useTexts(ACCOUNT);
  const session = useSession();
  if (session.kind !== 'user') return <NoPermission />;
  return (
    <Page narrow title={t.title}>
      <div className="grid grid-cols-1 gap-5">
        <Profile user={session.user} />
        <Password user={session.user} />
        <Totp user={session.user} />
        <Sessions />
        <Activity />
      </div>
    </Page>
  );
}

function Profile({ user }: { user: User }): ReactElement {
  const t = useTexts(ACCOUNT);
  const common = useTexts(COMMON);
  const draft = useDraft({ name: user.name });
  const update = useMutation(UpdateMeDocument);
  const save = async (): Promise<void> => {
    const answer = await update.run({ name: draft.values.name });
    if (!answer) return;
    updateUser(answer.updateMe);
    toast(common.saved);
  };
  return (
    <Section
      title={t.profile}
      footer={
        <SaveFooter
          busy={update.busy}
          changed={draft.changed}
          hint={user.superAdmin ? t.superAdmin : undefined}
          onSave={() => void save()}
        />
      }
    >
      <TextField
        label={t.name}
        autoComplete="name"
        maxLength={100}
        value={draft.values.name}
        onText={(name) => draft.edit({ name })}
      />
      <TextField
        label={t.email}
        hint={t.emailHint}
        disabled
        value={user.email}
        onText={() => undefined}
      />
      <ErrorNotice error={update.error} />
    </Section>
  );
}
