import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { SetUpDocument } from '../api/session.generated';
import { AccountForm } from '../auth/AccountForm';
import { AuthPage, LINK } from '../auth/AuthPage';
import { forgetLinkToken, linkToken } from '../auth/link-token';
import { acceptTokens } from '../auth/session';
import { useOpenMutation } from '../auth/useOpenMutation';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { Notice } from '../ui/form/Notice';

export function SetUpPage(): ReactElement {
  const t = useTexts(AUTH);
  const navigate = useNavigate();
  const [token] = useState(() => linkToken('/set-up'));
  const setUp = useOpenMutation(SetUpDocument);
  const isUsed = setUp.error?.code === 'UNAUTHENTICATED';
  const below = (
    <p>
      {t.haveAccount}{' '}
      <Link to="/sign-in" className={LINK}>
        {t.signIn}
      </Link>
    </p>
  );
  return (
    <AuthPage title={t.setUpTitle} text={t.setUpText} below={below}>
      {!token || isUsed ? (
        <Notice kind="bad">{isUsed ? t.setUpDone : t.linkMissing}</Notice>
      ) : (
        <AccountForm
          withOrganization
          action={t.create}
          busyAction={t.creating}
          busy={setUp.busy}
          error={setUp.error}
          onSubmit={(input) => {
            void setUp.run({ token, input }).then(async (answer) => {
              if (!answer) return;
              forgetLinkToken();
              await acceptTokens(answer.setUp);
              await navigate({ to: '/sites/new' });
            });
          }}
        />
      )}
    </AuthPage>
  );
}
