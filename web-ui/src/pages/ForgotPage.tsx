import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { RequestPasswordResetDocument } from '../api/session.generated';
import { AuthPage, LINK } from '../auth/AuthPage';
import { useOpenMutation } from '../auth/useOpenMutation';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { Button } from '../ui/form/Button';
import { TextField } from '../ui/form/Field';
import { ErrorNotice } from '../ui/form/Notice';

export function ForgotPage(): ReactElement {
  const t = useTexts(AUTH);
  const [email, setEmail] = useState('');
  const [sent, setSent] = useState(false);
  const ask = useOpenMutation(RequestPasswordResetDocument);
  const below = (
    <Link to="/sign-in" className={LINK}>
      {t.back}
    </Link>
  );
  if (sent) return <AuthPage title={t.checkMailTitle} text={t.forgotDone(email)} below={below} />;
  return (
    <AuthPage title={t.forgotTitle} text={t.forgotText} below={below}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void ask.run({ email }).then((answer) => setSent(!!answer));
        }}
      >
        <TextField
          label={t.email}
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onText={setEmail}
        />
        <ErrorNotice error={ask.error} />
        <Button type="submit" kind="primary" className="h-10" disabled={ask.busy}>
          {t.sendLink}
        </Button>
      </form>
    </AuthPage>
  );
}
