import { useState, type ReactElement } from 'react';
import type { ApiError } from '../api/error';
import type { SignUpInput } from '../api/session.generated';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { Button } from '../ui/form/Button';
import { TextField } from '../ui/form/Field';
import { ErrorNotice } from '../ui/form/Notice';
import { PasswordField } from './PasswordField';

interface AccountFormProps {
  action: string;
  busyAction: string;
  busy: boolean;
  error: ApiError | undefined;
  /** Given where it is known already. */
  email?: string;
  withOrganization?: boolean;
  onSubmit: (input: SignUpInput) => void;
}

/** Name, address and password of a new account. */
export function AccountForm({
  action,
  busyAction,
  busy,
  error,
  email: known,
  withOrganization = false,
  onSubmit,
}: AccountFormProps): ReactElement {
  const t = useTexts(AUTH);
  const [name, setName] = useState('');
  const [organization, setOrganization] = useState('');
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const isPassword = error?.code === 'BAD_INPUT' && error.field === 'password';
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit({ name, email, password, organization: organization || null });
      }}
    >
      <TextField
        label={t.name}
        autoComplete="name"
        required
        autoFocus
        maxLength={100}
        value={name}
        onText={setName}
      />
      {withOrganization && (
        <TextField
          label={t.organization}
          hint={t.organizationHint}
          autoComplete="organization"
          maxLength={100}
          value={organization}
          onText={setOrganization}
        />
      )}
      <TextField
        label={t.email}
        type="email"
        autoComplete="username"
        required
        disabled={!!known}
        value={email}
        onText={setEmail}
      />
      <PasswordField
        label={t.password}
        hint={t.passwordHint}
        error={isPassword ? t.weakPassword : undefined}
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={200}
        value={password}
        onText={setPassword}
      />
      {!isPassword && <ErrorNotice error={error} />}
      <Button type="submit" kind="primary" className="mt-1 h-10" disabled={busy}>
        {busy ? busyAction : action}
      </Button>
    </form>
  );
}
