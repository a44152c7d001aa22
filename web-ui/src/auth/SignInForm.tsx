import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import type { ApiError } from '../api/error';
import { LoginDocument } from '../api/session.generated';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { Button } from '../ui/form/Button';
import { TextField } from '../ui/form/Field';
import { ErrorNotice, Notice } from '../ui/form/Notice';
import { LINK } from './AuthPage';
import { PasswordField } from './PasswordField';
import { acceptTokens } from './session';
import { useOpenMutation } from './useOpenMutation';

const asksForTotp = (error: ApiError | undefined): boolean =>
  error?.code === 'BAD_INPUT' && error.field === 'totp';

/** E-mail address and password, then the second factor where there is one. */
export function SignInForm(): ReactElement {
  const t = useTexts(AUTH);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState<string>();
  const login = useOpenMutation(LoginDocument);

  const submit = async (): Promise<void> => {
    const answer = await login.run({ email, password, totp: totp ? totp.trim() : null });
    if (answer) await acceptTokens(answer.login);
  };
  const form = (children: ReactElement): ReactElement => (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (asksForTotp(login.error)) setTotp((code) => code ?? '');
        void submit();
      }}
    >
      {children}
    </form>
  );

  if (totp !== undefined || asksForTotp(login.error))
    return form(
      <>
        <p className="text-soft">{t.totpText}</p>
        <TextField
          label={t.totpCode}
          error={totp && asksForTotp(login.error) ? t.totpWrong : undefined}
          inputMode="text"
          autoComplete="one-time-code"
          autoFocus
          required
          spellCheck={false}
          className="font-mono tracking-widest"
          value={totp ?? ''}
          onText={setTotp}
        />
        {!asksForTotp(login.error) && <ErrorNotice error={login.error} />}
        <Button type="submit" kind="primary" className="h-10" disabled={login.busy}>
          {login.busy ? t.signingIn : t.signIn}
        </Button>
        <Button
          kind="quiet"
          onClick={() => {
            setTotp(undefined);
            login.clear();
          }}
        >
          {t.back}
        </Button>
      </>,
    );
  return form(
    <>
      <TextField
        label={t.email}
        type="email"
        autoComplete="username"
        required
        autoFocus
        value={email}
        onText={setEmail}
      />
      <PasswordField
        label={t.password}
        aside={
          <Link to="/forgot" className={LINK}>
            {t.forgot}
          </Link>
        }
        autoComplete="current-password"
        required
        value={password}
        onText={setPassword}
      />
      {login.error?.code === 'UNAUTHENTICATED' && <Notice kind="bad">{t.wrongPassword}</Notice>}
      {login.error?.code === 'FORBIDDEN' && <Notice kind="plain">{t.unverified}</Notice>}
      {login.error && !['UNAUTHENTICATED', 'FORBIDDEN'].includes(login.error.code) && (
        <ErrorNotice error={login.error} />
      )}
      <Button type="submit" kind="primary" className="mt-1 h-10" disabled={login.busy}>
        {login.busy ? t.signingIn : t.signIn}
      </Button>
    </>,
  );
}
