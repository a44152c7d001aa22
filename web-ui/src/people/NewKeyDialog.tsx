import { useState, type ReactElement } from 'react';
import { ApiKeysDocument, CreateApiKeyDocument, type Scope } from '../api/people.generated';
import { useMutation } from '../api/useMutation';
import { COMMON } from '../i18n/common';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import { CopyBox } from '../ui/CopyBox';
import { Dialog } from '../ui/Dialog';
import { Button } from '../ui/form/Button';
import { SelectField, TextField } from '../ui/form/Field';
import { ErrorNotice, Notice } from '../ui/form/Notice';
import { SitesField } from './SitesField';

const SCOPES: readonly Scope[] = ['READ', 'WRITE', 'ADMIN'];
const EXPIRIES = [7, 30, 90, 365];

interface NewKeyDialogProps {
  organizationId: string;
  onClose: () => void;
}

/** A form, then the secret, which is shown this once. */
export function NewKeyDialog({ organizationId, onClose }: NewKeyDialogProps): ReactElement {
  const t = useTexts(PEOPLE);
  const common = useTexts(COMMON);
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('READ');
  const [siteIds, setSiteIds] = useState<string[] | null>(null);
  const [expiry, setExpiry] = useState('90');
  const [limit, setLimit] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [secret, setSecret] = useState<string>();
  const create = useMutation(CreateApiKeyDocument, { invalidates: [ApiKeysDocument] });

  const submit = async (): Promise<void> => {
    if (siteIds?.length === 0) return setMissing(true);
    const answer = await create.run({
      input: {
        organizationId,
        name,
        scope,
        siteIds,
        expiresInDays: expiry ? Number(expiry) : null,
        requestsPerMinuteMax: limit ? Number(limit) : null,
      },
    });
    if (answer) setSecret(answer.createApiKey.secret);
  };

  if (secret)
    return (
      <Dialog title={t.keyMade} onClose={onClose}>
        <div className="grid min-w-0 grid-cols-1 gap-4 px-5 pb-5" data-testid="new-key">
          <Notice kind="good">{t.keyMadeText}</Notice>
          <CopyBox text={secret} label={t.keyItself} />
          <div className="flex justify-end">
            <Button kind="primary" onClick={onClose}>
              {t.done}
            </Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={t.keyTitle} onClose={onClose}>
      <form
        className="quiet-scroll grid gap-5 overflow-y-auto px-5 pb-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="text-soft">{t.keyHint}</p>
        <TextField
          label={t.keyName}
          placeholder={t.keyNamePlaceholder}
          required
          autoFocus
          autoComplete="off"
          maxLength={100}
          value={name}
          onText={setName}
        />
        <SelectField
          label={t.scope}
          hint={t.scopeHints[scope]}
          value={scope}
          onText={(text) => setScope(text as Scope)}
        >
          {SCOPES.map((one) => (
            <option key={one} value={one}>
              {t.scopes[one]}
            </option>
          ))}
        </SelectField>
        <SitesField organizationId={organizationId} value={siteIds} onChange={setSiteIds} />
        <div className="grid gap-5 sm:grid-cols-2">
          <SelectField label={t.expiry} value={expiry} onText={setExpiry}>
            {EXPIRIES.map((days) => (
              <option key={days} value={days}>
                {t.expiryDays(days)}
              </option>
            ))}
            <option value="">{t.expiryNever}</option>
          </SelectField>
          <TextField
            label={t.limit}
            hint={t.limitHint}
            type="number"
            min={1}
            value={limit}
            onText={setLimit}
          />
        </div>
        {isMissing && siteIds?.length === 0 && <Notice kind="bad">{t.chooseSite}</Notice>}
        <ErrorNotice error={create.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={create.busy}>
            {create.busy ? t.creating : t.createKey}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
