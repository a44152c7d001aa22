import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { ChangePasswordDocument } from '../api/account.generated';
import { useMutation } from '../api/useMutation';
import { PasswordField } from '../auth/PasswordField';
import { signedOutByServer, type User } from '../auth/session';
import { ACCOUNT } from '../i18n/account';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { Button } from '../ui/form/Button';
import { ErrorNotice } from '../ui/form/Notice';
import { Section } from '../ui/form/Section';
import { toast } from '../ui/toast';

export function Password({ user }: { user: User }): ReactElement {
  const t = useTexts(ACCOUNT);
  const words = useTexts(AUTH);
  const navigate = useNavigate();
  const [present, setPresent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation(ChangePasswordDocument);
  if (!user.hasPassword) return <Section title={t.password} description={t.noPassword} />;
  const wrong = change.error?.code === 'BAD_INPUT' ? change.error.field : undefined;
  const submit = async (): Promise<void> => {
    if (!(await change.run({ present, password }))) return;
    toast(t.changed);
    signedOutByServer();
    await navigate({ to: '/sign-in' });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Section
        title={t.password}
        description={t.passwordText}
        footer={
          <Button type="submit" disabled={!present || !password || change.busy}>
            {t.change}
          </Button>
        }
      >
        <input type="hidden" autoComplete="username" value={user.email} readOnly />
        <PasswordField
          label={t.present}
          error={wrong === 'present' ? t.wrongPresent : undefined}
          autoComplete="current-password"
          value={present}
          onText={setPresent}
        />
        <PasswordField
          label={t.newPassword}
          hint={words.passwordHint}
          error={wrong === 'password' ? words.weakPassword : undefined}
          autoComplete="new-password"
          minLength={8}
          value={password}
          onText={setPassword}
        />
        {!wrong && <ErrorNotice error={change.error} />}
      </Section>
    </form>
  );
}
