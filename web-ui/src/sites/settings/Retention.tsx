import type { ReactElement } from 'react';
import { SETTINGS } from '../../i18n/settings';
import { useTexts } from '../../i18n/catalogue';
import { useDraft } from '../../lib/useDraft';
import { SelectField } from '../../ui/form/Field';
import { Notice } from '../../ui/form/Notice';
import { SaveSection } from './SaveSection';
import { useSiteUpdate, type SettingsProps } from './useSiteUpdate';

const CHOICES = [30, 90, 180, 365, 730, 1095, 1825];

export function Retention({ site, mayChange }: SettingsProps): ReactElement {
  const t = useTexts(SETTINGS);
  const saved = site.settings.retentionDays ?? null;
  const draft = useDraft<{ retentionDays: number | null }>({ retentionDays: saved });
  const update = useSiteUpdate(site.id);
  const days = draft.values.retentionDays;
  const choices = [...new Set([...CHOICES, ...(saved ? [saved] : [])])].sort((a, b) => a - b);
  const isShorter = days !== null && (saved === null || days < saved);
  return (
    <SaveSection
      title={t.retentionTitle}
      description={t.retentionText}
      mayChange={mayChange}
      update={update}
      changed={draft.changed}
      hint={null}
      onSave={() => void update.saveSettings({ retentionDays: days })}
    >
      <div className="max-w-64">
        <SelectField
          label={t.retention}
          disabled={!mayChange}
          value={days ?? ''}
          onText={(text) => draft.edit({ retentionDays: text ? Number(text) : null })}
        >
          {choices.map((one) => (
            <option key={one} value={one}>
              {t.days(one)}
            </option>
          ))}
          <option value="">{t.forever}</option>
        </SelectField>
      </div>
      {isShorter && <Notice kind="bad">{t.retentionWarning}</Notice>}
    </SaveSection>
  );
}
