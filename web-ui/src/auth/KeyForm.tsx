import { useState, type ReactElement } from 'react';
import { OrganizationsDocument } from '../api/session.generated';
import { fromUnknown, type ApiError } from '../api/error';
import { send } from '../api/transport';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { Button } from '../ui/form/Button';
import { ErrorNotice, Notice } from '../ui/form/Notice';
import { storeKey } from './key';
import { PasswordField } from './PasswordField';
import { openWithKey } from './session';

/** A key instead of an account, kept for this tab. */
export function KeyForm(): ReactElement {
  const t = useTexts(AUTH);
  const [key, setKey] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();

  const enter = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      await send(OrganizationsDocument, { first: 1 }, key.trim());
      storeKey(key);
      openWithKey();
    } catch (reason) {
      setError(fromUnknown(reason));
      setBusy(false);
    }
  };

  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <PasswordField
        label={t.key}
        autoComplete="off"
        required
        autoFocus
        placeholder="ff_…"
        value={key}
        onText={setKey}
      />
      {error?.code === 'UNAUTHENTICATED' ? (
        <Notice kind="bad">{t.keyUnknown}</Notice>
      ) : (
        <ErrorNotice error={error} />
      )}
      <Button type="submit" kind="primary" className="h-10" disabled={busy}>
        {busy ? t.opening : t.open}
      </Button>
    </form>
  );
}
