import { Link, Navigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { InstallationDocument, SignUpDocument } from '../api/session.generated';
import { AccountForm } from '../auth/AccountForm';
import { AuthPage, LINK } from '../auth/AuthPage';
import { acceptTokens, useSession } from '../auth/session';
import { useOpenMutation } from '../auth/useOpenMutation';
import { useOpenQuery } from '../auth/useOpenQuery';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';

export function SignUpPage(): ReactElement {
  const t = useTexts(AUTH);
  const session = useSession();
  const installation = useOpenQuery(InstallationDocument, {}).data?.installation;
  const signUp = useOpenMutation(SignUpDocument);
  const [mailedTo, setMailedTo] = useState<string>();
  if (session.kind === 'user') return <Navigate to="/" replace />;

  const below = (
    <p>
      {t.haveAccount}{' '}
      <Link to="/sign-in" className={LINK}>
        {t.signIn}
      </Link>
    </p>
  );
  if (mailedTo)
    return <AuthPage title={t.checkMailTitle} text={t.checkMail(mailedTo)} below={below} />;
  const isOpen =
    installation?.signUp === 'ON' || (installation?.signUp === 'FIRST' && installation.needsSetUp);
  if (installation && !isOpen)
    return <AuthPage title={t.signUpClosedTitle} text={t.signUpClosed} below={below} />;
  return (
    <AuthPage title={t.signUpTitle} text={t.signUpText} below={below}>
      <AccountForm
        withOrganization
        action={t.create}
        busyAction={t.creating}
        busy={signUp.busy}
        error={signUp.error}
        onSubmit={(input) => {
          void signUp.run({ input }).then((answer) => {
            if (answer?.signUp.tokens) void acceptTokens(answer.signUp.tokens);
            else if (answer) setMailedTo(input.email);
          });
        }}
      />
    </AuthPage>
  );
}
