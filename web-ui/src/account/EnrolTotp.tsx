import { lazy, Suspense, useState, type ReactElement } from 'react';
import { ConfirmTotpDocument, EnrolTotpDocument } from '../api/account.generated';
import { MeDocument } from '../api/session.generated';
import { request } from '../api/client';
import { useMutation } from '../api/useMutation';
import { PasswordField } from '../auth/PasswordField';
import { updateUser } from '../auth/session';
import { ACCOUNT } from '../i18n/account';
import { COMMON } from '../i18n/common';
import { useTexts } from '../i18n/catalogue';
import { CopyBox } from '../ui/CopyBox';
import { Dialog } from '../ui/Dialog';
import { Button } from '../ui/form/Button';
import { TextField } from '../ui/form/Field';
import { ErrorNotice } from '../ui/form/Notice';
import { Skeleton } from '../ui/states';
import { RecoveryCodes } from './RecoveryCodes';

const QrCode = lazy(() => import('./QrCode'));

/** Password, QR code, first code, recovery codes. */
export function EnrolTotp({ onClose }: { onClose: () => void }): ReactElement {
  const t = useTexts(ACCOUNT);
  const common = useTexts(COMMON);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [enrolment, setEnrolment] = useState<{ secret: string; url: string }>();
  const [codes, setCodes] = useState<string[]>();
  const enrol = useMutation(EnrolTotpDocument);
  const confirm = useMutation(ConfirmTotpDocument);
  const isWrong = confirm.error?.code === 'BAD_INPUT';

  const begin = async (): Promise<void> => {
    const answer = await enrol.run({ password });
    if (answer) setEnrolment(answer.enrolTotp);
  };
  const finish = async (): Promise<void> => {
    const answer = await confirm.run({ code: code.replaceAll(/\s/g, '') });
    if (!answer) return;
    setCodes(answer.confirmTotp);
    updateUser((await request(MeDocument, {})).me);
  };

  if (codes)
    return (
      <Dialog title={t.codesTitle} onClose={onClose}>
        <RecoveryCodes codes={codes} onDone={onClose} />
      </Dialog>
    );
  return (
    <Dialog title={t.totp} onClose={onClose} className="sm:w-[28rem]">
      <form
        className="quiet-scroll grid min-w-0 grid-cols-1 gap-4 overflow-y-auto px-5 pb-5"
        onSubmit={(event) => {
          event.preventDefault();
          void (enrolment ? finish() : begin());
        }}
      >
        {enrolment ? (
          <>
            <p className="text-soft">{t.scan}</p>
            <div className="grid justify-items-center">
              <Suspense fallback={<Skeleton className="size-48 rounded-xl" />}>
                <QrCode text={enrolment.url} label={t.qr} />
              </Suspense>
            </div>
            <div className="grid min-w-0 grid-cols-1 gap-1.5">
              <p className="text-[13px] text-soft">{t.typeInstead}</p>
              <CopyBox text={enrolment.secret} label={t.theSecret} />
            </div>
            <TextField
              label={t.code}
              error={isWrong ? t.wrongCode : undefined}
              inputMode="numeric"
              autoComplete="one-time-code"
              autoFocus
              required
              className="font-mono tracking-widest"
              value={code}
              onText={setCode}
            />
            {!isWrong && <ErrorNotice error={confirm.error} />}
          </>
        ) : (
          <>
            <p className="text-soft">{t.totpText}</p>
            <PasswordField
              label={t.totpPassword}
              error={enrol.error?.code === 'BAD_INPUT' ? t.wrongPresent : undefined}
              autoComplete="current-password"
              autoFocus
              required
              value={password}
              onText={setPassword}
            />
            {enrol.error?.code !== 'BAD_INPUT' && <ErrorNotice error={enrol.error} />}
          </>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={enrol.busy || confirm.busy}>
            {enrolment ? t.confirm : t.begin}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
