import { Link } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { fromUnknown, type ApiError } from '../api/error';
import { VerifyEmailDocument } from '../api/session.generated';
import { send } from '../api/transport';
import { AuthPage } from '../auth/AuthPage';
import { forgetLinkToken, linkToken } from '../auth/link-token';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { buttonClass } from '../ui/form/Button';
import { ErrorNotice, Notice } from '../ui/form/Notice';

export function VerifyPage(): ReactElement {
  const t = useTexts(AUTH);
  const [token] = useState(() => linkToken('/verify'));
  const [verified, setVerified] = useState(false);
  const [error, setError] = useState<ApiError>();
  useEffect(() => {
    if (!token) return;
    // Good once, so it is asked once, whatever becomes of the page.
    forgetLinkToken();
    send(VerifyEmailDocument, { token }, undefined).then(
      () => setVerified(true),
      (reason: unknown) => setError(fromUnknown(reason)),
    );
  }, [token]);

  if (verified)
    return (
      <AuthPage title={t.verified} text={t.verifiedText}>
        <Link to="/sign-in" className={buttonClass('primary') + ' h-10 w-full'}>
          {t.signIn}
        </Link>
      </AuthPage>
    );
  if (token && !error) return <AuthPage title={t.verifying} />;
  return (
    <AuthPage title={t.verifyFailed}>
      {error && error.code !== 'UNAUTHENTICATED' ? (
        <ErrorNotice error={error} />
      ) : (
        <Notice kind="bad">{error ? t.linkOld : t.linkMissing}</Notice>
      )}
    </AuthPage>
  );
}
