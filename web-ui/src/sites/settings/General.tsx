import type { ReactElement } from 'react';
import { SETTINGS } from '../../i18n/settings';
import { useTexts } from '../../i18n/catalogue';
import { formatDay } from '../../i18n/dates';
import { tidyDomain } from '../../lib/presets';
import { useDraft } from '../../lib/useDraft';
import { CopyBox } from '../../ui/CopyBox';
import { TextField } from '../../ui/form/Field';
import { ListField } from '../../ui/form/ListField';
import { ErrorNotice } from '../../ui/form/Notice';
import { SaveFooter } from '../../ui/form/SaveFooter';
import { Section } from '../../ui/form/Section';
import { Toggle } from '../../ui/form/Toggle';
import { CurrencyField, TimezoneField } from '../places';
import { useSiteUpdate, type SettingsProps } from './useSiteUpdate';

export function General({ site, mayChange }: SettingsProps): ReactElement {
  const t = useTexts(SETTINGS);
  const { id, name, domains, timezone, currency } = site;
  const draft = useDraft({ name, domains, timezone, currency });
  const update = useSiteUpdate(id);
  const pausing = useSiteUpdate(id);
  const { values, edit } = draft;
  return (
    <>
      <Section
        title={t.generalTitle}
        description={t.generalText}
        footer={
          mayChange && (
            <SaveFooter
              busy={update.busy}
              changed={draft.changed}
              hint={t.createdAt(formatDay(site.createdAt))}
              onSave={() => void update.save(draft.changes)}
            />
          )
        }
      >
        <TextField
          label={t.name}
          disabled={!mayChange}
          maxLength={100}
          value={values.name}
          onText={(text) => edit({ name: text })}
        />
        <ListField
          label={t.domains}
          hint={t.domainsHint}
          disabled={!mayChange}
          values={values.domains}
          tidy={tidyDomain}
          onValues={(list) => edit({ domains: list })}
        />
        <div className="grid gap-5 sm:grid-cols-2">
          <TimezoneField
            disabled={!mayChange}
            value={values.timezone}
            onText={(zone) => edit({ timezone: zone })}
          />
          <CurrencyField
            disabled={!mayChange}
            value={values.currency}
            onText={(code) => edit({ currency: code })}
          />
        </div>
        <ErrorNotice error={update.error} />
      </Section>
      <Section title={t.siteId} description={t.siteIdHint}>
        <CopyBox text={id} label={t.siteId} />
      </Section>
      <Section title={t.pausedTitle} description={t.pausedText}>
        <Toggle
          label={t.paused}
          checked={site.settings.paused}
          disabled={!mayChange || pausing.busy}
          onChange={(paused) => void pausing.saveSettings({ paused })}
        />
        <ErrorNotice error={pausing.error} />
      </Section>
    </>
  );
}
