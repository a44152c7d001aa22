import { useState, type ReactElement } from 'react';
import { EraseVisitorDocument, type LookupPrecision } from '../../api/sites.generated';
import { useMutation } from '../../api/useMutation';
import { SETTINGS } from '../../i18n/settings';
import { TRACKING } from '../../i18n/tracking';
import { useTexts } from '../../i18n/catalogue';
import { formatMoment, formatNumber } from '../../i18n/dates';
import { useDraft } from '../../lib/useDraft';
import { useMay } from '../../shell/organization';
import { Button } from '../../ui/form/Button';
import { SelectField, TextField } from '../../ui/form/Field';
import { ErrorNotice, Notice } from '../../ui/form/Notice';
import { Section } from '../../ui/form/Section';
import { Toggle } from '../../ui/form/Toggle';
import { SaveSection } from './SaveSection';
import { useSiteUpdate, type SettingsProps } from './useSiteUpdate';

const CONSENTS = ['anonymous', 'strict', 'not_required'] as const;
const PRECISIONS: readonly LookupPrecision[] = ['CITY', 'REGION', 'COUNTRY'];
const ADDRESSES = ['discard', 'truncate', 'hash', 'keep'] as const;

export function Privacy({ site, mayChange }: SettingsProps): ReactElement {
  const may = useMay(site.organizationId);
  return (
    <>
      <Consent site={site} mayChange={mayChange} />
      <Addresses site={site} mayChange={mayChange} />
      {may('administer') && <Erasure siteId={site.id} />}
    </>
  );
}

function Consent({ site, mayChange }: SettingsProps): ReactElement {
  const t = useTexts(SETTINGS);
  const { consent, honourDnt } = site.settings;
  const draft = useDraft({ consent, honourDnt });
  const update = useSiteUpdate(site.id);
  const chosen = CONSENTS.find((one) => one === draft.values.consent);
  return (
    <SaveSection
      title={t.consentTitle}
      description={t.consentText}
      mayChange={mayChange}
      update={update}
      changed={draft.changed}
      onSave={() => void update.saveSettings(draft.changes)}
    >
      <SelectField
        label={t.consent}
        hint={chosen && t.consentHints[chosen]}
        disabled={!mayChange}
        value={draft.values.consent}
        onText={(text) => draft.edit({ consent: text })}
      >
        {CONSENTS.map((one) => (
          <option key={one} value={one}>
            {t.consentKinds[one]}
          </option>
        ))}
      </SelectField>
      <Toggle
        label={t.dnt}
        hint={t.dntHint}
        disabled={!mayChange}
        checked={draft.values.honourDnt}
        onChange={(checked) => draft.edit({ honourDnt: checked })}
      />
    </SaveSection>
  );
}

function Addresses({ site, mayChange }: SettingsProps): ReactElement {
  const t = useTexts(SETTINGS);
  const tracking = useTexts(TRACKING);
  const { lookup, address, lookupPrecision } = site.settings;
  const draft = useDraft({ lookup, address, lookupPrecision });
  const update = useSiteUpdate(site.id);
  return (
    <SaveSection
      title={t.lookupTitle}
      description={t.lookupText}
      mayChange={mayChange}
      update={update}
      changed={draft.changed}
      onSave={() => void update.saveSettings(draft.changes)}
    >
      <Toggle
        label={t.lookup}
        hint={t.lookupHint}
        disabled={!mayChange}
        checked={draft.values.lookup}
        onChange={(checked) => draft.edit({ lookup: checked })}
      />
      <SelectField
        label={tracking.precision}
        disabled={!mayChange || !draft.values.lookup}
        value={draft.values.lookupPrecision}
        onText={(text) => draft.edit({ lookupPrecision: text as LookupPrecision })}
      >
        {PRECISIONS.map((one) => (
          <option key={one} value={one}>
            {tracking.precisions[one]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={t.address}
        hint={t.addressHint}
        disabled={!mayChange}
        value={draft.values.address}
        onText={(text) => draft.edit({ address: text })}
      >
        {ADDRESSES.map((one) => (
          <option key={one} value={one}>
            {t.addressKinds[one]}
          </option>
        ))}
      </SelectField>
    </SaveSection>
  );
}

function Erasure({ siteId }: { siteId: string }): ReactElement {
  const t = useTexts(SETTINGS);
  const [visitorId, setVisitorId] = useState('');
  const [told, setTold] = useState<string>();
  const erase = useMutation(EraseVisitorDocument);
  const submit = async (): Promise<void> => {
    setTold(undefined);
    const answer = await erase.run({ siteId, visitorId: visitorId.trim() });
    if (!answer) return;
    const { events, sessions, erasedAt } = answer.eraseVisitor;
    setTold(t.receipt(formatNumber(events), formatNumber(sessions), formatMoment(erasedAt)));
    setVisitorId('');
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Section
        title={t.eraseTitle}
        description={t.eraseText}
        footer={
          <Button type="submit" disabled={!visitorId.trim() || erase.busy}>
            {erase.busy ? t.erasing : t.erase}
          </Button>
        }
      >
        <TextField
          label={t.visitorId}
          hint={t.visitorHint}
          spellCheck={false}
          autoComplete="off"
          className="font-mono"
          value={visitorId}
          onText={setVisitorId}
        />
        {told && <Notice kind="good">{told}</Notice>}
        <ErrorNotice error={erase.error} />
      </Section>
    </form>
  );
}
