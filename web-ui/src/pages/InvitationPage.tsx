import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { invalidate } from '../api/answers';
import { request } from '../api/client';
import {
  AcceptInvitationDocument,
  InvitationOfferDocument,
  MeDocument,
} from '../api/session.generated';
import { useMutation } from '../api/useMutation';
import { AccountForm } from '../auth/AccountForm';
import { AuthPage } from '../auth/AuthPage';
import { forgetLinkToken, linkToken } from '../auth/link-token';
import { acceptTokens, updateUser, useSession } from '../auth/session';
import { useOpenMutation } from '../auth/useOpenMutation';
import { useOpenQuery } from '../auth/useOpenQuery';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { Button, buttonClass } from '../ui/form/Button';
import { ErrorNotice, Notice } from '../ui/form/Notice';

export function InvitationPage(): ReactElement {
  const t = useTexts(AUTH);
  const [token] = useState(() => linkToken('/invitation'));
  if (!token) return <AuthPage title={t.linkOld} text={t.linkMissing} />;
  return <Offer token={token} />;
}

function Offer({ token }: { token: string }): ReactElement {
  const t = useTexts(AUTH);
  const navigate = useNavigate();
  const session = useSession();
  const { data, error } = useOpenQuery(InvitationOfferDocument, { token });
  const asNew = useOpenMutation(AcceptInvitationDocument);
  const asUser = useMutation(AcceptInvitationDocument);
  const offer = data?.invitation;
  if (error) return <AuthPage title={t.linkOld} text={t.askAgain} />;
  if (!offer) return <AuthPage title="…" />;

  const arrive = async (): Promise<void> => {
    forgetLinkToken();
    invalidate();
    await navigate({ to: '/' });
  };
  const accept = (name: string, password: string): void =>
    void asNew.run({ token, name, password }).then(async (answer) => {
      if (answer?.acceptInvitation) await acceptTokens(answer.acceptInvitation);
      if (answer) await arrive();
    });
  const join = (): void =>
    void asUser.run({ token }).then(async (answer) => {
      if (!answer) return;
      updateUser((await request(MeDocument, {})).me);
      await arrive();
    });

  return (
    <AuthPage
      title={t.invitationTitle(offer.organization)}
      text={t.invitationText(t.roles[offer.role])}
    >
      {!offer.hasAccount ? (
        <AccountForm
          action={t.join}
          busyAction={t.joining}
          busy={asNew.busy}
          error={asNew.error}
          email={offer.email}
          onSubmit={({ name, password }) => accept(name, password)}
        />
      ) : session.kind === 'user' ? (
        <div className="grid gap-4">
          <Notice kind="plain">{t.joinAs(session.user.email)}</Notice>
          <ErrorNotice error={asUser.error} />
          <Button kind="primary" className="h-10" disabled={asUser.busy} onClick={join}>
            {asUser.busy ? t.joining : t.join}
          </Button>
        </div>
      ) : (
        <div className="grid gap-4">
          <p className="text-soft">{t.signInToJoin(offer.email)}</p>
          <Link
            to="/sign-in"
            search={{ next: '/invitation' }}
            className={buttonClass('primary') + ' h-10'}
          >
            {t.signIn}
          </Link>
        </div>
      )}
    </AuthPage>
  );
}
