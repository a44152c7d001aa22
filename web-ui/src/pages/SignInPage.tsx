import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { InstallationDocument } from '../api/session.generated';
import { AuthPage, LINK } from '../auth/AuthPage';
import { KeyForm } from '../auth/KeyForm';
import { rememberReturn } from '../auth/return-path';
import { useSession } from '../auth/session';
import { SignInForm } from '../auth/SignInForm';
import { useOpenQuery } from '../auth/useOpenQuery';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { buttonClass } from '../ui/form/Button';
import { Notice } from '../ui/form/Notice';

export function SignInPage(): ReactElement {
  const t = useTexts(AUTH);
  const session = useSession();
  const { hash } = useLocation();
  const { next } = useSearch({ from: '/sign-in' });
  const installation = useOpenQuery(InstallationDocument, {}).data?.installation;
  const wasKey = session.kind === 'signed-out' && session.because === 'key-refused';
  const [withKey, setWithKey] = useState(wasKey);

  if (session.kind === 'user' || session.kind === 'key') return <Arrive at={next ?? '/'} />;

  const toggle = (
    <button type="button" className={LINK} onClick={() => setWithKey(!withKey)}>
      {withKey ? t.withPassword : t.withKey}
    </button>
  );
  if (withKey)
    return (
      <AuthPage title={t.keyTitle} text={t.keyText} below={toggle}>
        {wasKey && (
          <div className="mb-4">
            <Notice kind="bad">{t.keyRefused}</Notice>
          </div>
        )}
        <KeyForm />
      </AuthPage>
    );
  if (installation?.needsSetUp)
    return (
      <AuthPage title={t.noAccountsTitle} text={t.noAccountsText} below={toggle}>
        {installation.signUp === 'OFF' ? undefined : (
          <Link to="/sign-up" className={buttonClass('primary') + ' h-10 w-full'}>
            {t.firstAccount}
          </Link>
        )}
      </AuthPage>
    );
  const below = (
    <div className="grid gap-2">
      {installation?.signUp === 'ON' && (
        <p>
          {t.noAccount}{' '}
          <Link to="/sign-up" className={LINK}>
            {t.createOne}
          </Link>
        </p>
      )}
      <p>{toggle}</p>
    </div>
  );
  return (
    <AuthPage title={t.signIn} below={below}>
      <div className="grid gap-4">
        {session.kind === 'signed-out' && session.because === 'ended' && (
          <Notice kind="plain">{t.ended}</Notice>
        )}
        {hash.includes('error=oidc') && <Notice kind="bad">{t.oidcFailed}</Notice>}
        {installation?.oidcName && (
          <>
            <a
              href="/auth/oidc"
              className={buttonClass() + ' h-10'}
              onClick={() => rememberReturn(next)}
            >
              {t.oidc(installation.oidcName)}
            </a>
            <p className="flex items-center gap-3 text-[12.5px] text-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
              {t.or}
            </p>
          </>
        )}
        <SignInForm />
      </div>
    </AuthPage>
  );
}

/** To where somebody wanted to go when he was asked to sign in. */
function Arrive({ at }: { at: string }): null {
  const navigate = useNavigate();
  useEffect(() => void navigate({ href: at, replace: true }), [navigate, at]);
  return null;
}
