import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { ResetPasswordDocument } from '../api/session.generated';
import { AuthPage } from '../auth/AuthPage';
import { forgetLinkToken, linkToken } from '../auth/link-token';
import { PasswordField } from '../auth/PasswordField';
import { useOpenMutation } from '../auth/useOpenMutation';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { Button, buttonClass } from '../ui/form/Button';
import { ErrorNotice, Notice } from '../ui/form/Notice';

export function ResetPage(): ReactElement {
  const t = useTexts(AUTH);
  const [token] = useState(() => linkToken('/reset'));
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const reset = useOpenMutation(ResetPasswordDocument);
  if (done)
    return (
      <AuthPage title={t.resetDone} text={t.verifiedText}>
        <Link to="/sign-in" className={buttonClass('primary') + ' h-10 w-full'}>
          {t.signIn}
        </Link>
      </AuthPage>
    );
  if (!token || reset.error?.code === 'UNAUTHENTICATED')
    return (
      <AuthPage title={t.resetTitle}>
        <div className="grid gap-4">
          <Notice kind="bad">{token ? t.linkOld : t.linkMissing}</Notice>
          <Link to="/forgot" className={buttonClass() + ' h-10'}>
            {t.sendLink}
          </Link>
        </div>
      </AuthPage>
    );
  const isWeak = reset.error?.code === 'BAD_INPUT' && reset.error.field === 'password';
  return (
    <AuthPage title={t.resetTitle} text={t.resetText}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void reset.run({ token, password }).then((answer) => {
            if (!answer) return;
            forgetLinkToken();
            setDone(true);
          });
        }}
      >
        <PasswordField
          label={t.newPassword}
          hint={t.passwordHint}
          error={isWeak ? t.weakPassword : undefined}
          autoComplete="new-password"
          required
          autoFocus
          minLength={8}
          value={password}
          onText={setPassword}
        />
        {!isWeak && <ErrorNotice error={reset.error} />}
        <Button type="submit" kind="primary" className="h-10" disabled={reset.busy}>
          {t.setPassword}
        </Button>
      </form>
    </AuthPage>
  );
}
