import { useState, type ReactElement } from 'react';
import { DisableTotpDocument } from '../api/account.generated';
import { MeDocument } from '../api/session.generated';
import { request } from '../api/client';
import { useMutation } from '../api/useMutation';
import { PasswordField } from '../auth/PasswordField';
import { updateUser, type User } from '../auth/session';
import { ACCOUNT } from '../i18n/account';
import { COMMON } from '../i18n/common';
import { useTexts } from '../i18n/catalogue';
import { Dialog } from '../ui/Dialog';
import { Button } from '../ui/form/Button';
import { TextField } from '../ui/form/Field';
import { ErrorNotice } from '../ui/form/Notice';
import { Section } from '../ui/form/Section';
import { EnrolTotp } from './EnrolTotp';

export function Totp({ user }: { user: User }): ReactElement | null {
  const t = useTexts(ACCOUNT);
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  if (!user.hasPassword) return null;
  return (
    <Section
      title={
        <>
          {t.totp}
          <span
            className={`ml-2.5 rounded-full px-2 py-0.5 text-[12px] font-medium ${user.hasTotp ? 'bg-good/12 text-good' : 'bg-sunken text-soft'}`}
          >
            {user.hasTotp ? t.totpOn : t.totpOff}
          </span>
        </>
      }
      description={t.totpText}
      footer={
        <Button kind={user.hasTotp ? 'secondary' : 'primary'} onClick={() => setOpen(true)}>
          {user.hasTotp ? t.turnOff : t.turnOn}
        </Button>
      }
    >
      {open && <Chosen hasTotp={user.hasTotp} onClose={close} />}
    </Section>
  );
}

/** Which of the two was begun; a confirmed enrolment does not turn into its opposite. */
function Chosen({ hasTotp, onClose }: { hasTotp: boolean; onClose: () => void }): ReactElement {
  const [disabling] = useState(hasTotp);
  return disabling ? <DisableTotp onClose={onClose} /> : <EnrolTotp onClose={onClose} />;
}

function DisableTotp({ onClose }: { onClose: () => void }): ReactElement {
  const t = useTexts(ACCOUNT);
  const common = useTexts(COMMON);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const disable = useMutation(DisableTotpDocument);
  const submit = async (): Promise<void> => {
    if (!(await disable.run({ password, code: code.trim() }))) return;
    updateUser((await request(MeDocument, {})).me);
    onClose();
  };
  return (
    <Dialog title={t.turnOff} onClose={onClose} className="sm:w-[28rem]">
      <form
        className="grid gap-4 px-5 pb-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="text-soft">{t.disableText}</p>
        <PasswordField
          label={t.present}
          autoComplete="current-password"
          autoFocus
          required
          value={password}
          onText={setPassword}
        />
        <TextField
          label={t.code}
          autoComplete="one-time-code"
          required
          className="font-mono tracking-widest"
          value={code}
          onText={setCode}
        />
        <ErrorNotice error={disable.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" kind="danger" disabled={disable.busy}>
            {t.turnOff}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
