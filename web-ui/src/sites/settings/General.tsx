import type { ReactElement } from 'react';
import type { WeekStart } from '../../api/sites.generated';
import { SETTINGS } from '../../i18n/settings';
import { TRACKING } from '../../i18n/tracking';
import { useTexts } from '../../i18n/catalogue';
import { formatDay } from '../../i18n/dates';
import { tidyDomain } from '../../lib/presets';
import { useDraft } from '../../lib/useDraft';
import { CopyBox } from '../../ui/CopyBox';
import { SelectField, TextField } from '../../ui/form/Field';
import { PictureField } from '../../ui/form/PictureField';
import { ListField } from '../../ui/form/ListField';
import { ErrorNotice } from '../../ui/form/Notice';
import { Section } from '../../ui/form/Section';
import { Toggle } from '../../ui/form/Toggle';
import { CurrencyField, TimezoneField } from '../places';
import { SaveSection } from './SaveSection';
import { useSiteUpdate, type SettingsProps } from './useSiteUpdate';

const WEEK_STARTS: readonly WeekStart[] = ['MONDAY', 'SUNDAY'];

export function General({ site, mayChange }: SettingsProps): ReactElement {
  const t = useTexts(SETTINGS);
  const tracking = useTexts(TRACKING);
  const { id, name, domains, timezone, currency } = site;
  const { weekStart } = site.settings;
  const icon = site.icon ?? '';
  const draft = useDraft({ name, domains, timezone, currency, icon, weekStart });
  const update = useSiteUpdate(id);
  const pausing = useSiteUpdate(id);
  const { values, edit } = draft;
  const save = (): void => {
    const { weekStart: day, ...changes } = draft.changes;
    void update.save(day ? { ...changes, settings: { weekStart: day } } : changes);
  };
  return (
    <>
      <SaveSection
        title={t.generalTitle}
        description={t.generalText}
        mayChange={mayChange}
        update={update}
        changed={draft.changed}
        hint={t.createdAt(formatDay(site.createdAt))}
        onSave={save}
      >
        <PictureField
          label={tracking.icon}
          name={values.name}
          value={values.icon}
          disabled={!mayChange}
          onPicture={(address) => edit({ icon: address })}
        />
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
        <div className="max-w-56">
          <SelectField
            label={tracking.weekStart}
            disabled={!mayChange}
            value={values.weekStart}
            onText={(text) => edit({ weekStart: text as WeekStart })}
          >
            {WEEK_STARTS.map((one) => (
              <option key={one} value={one}>
                {tracking.weekStarts[one]}
              </option>
            ))}
          </SelectField>
        </div>
      </SaveSection>
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
