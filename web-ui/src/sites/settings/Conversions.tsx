import type { ReactElement } from 'react';
import { SETTINGS } from '../../i18n/settings';
import { useTexts } from '../../i18n/catalogue';
import { useDraft } from '../../lib/useDraft';
import { ListField } from '../../ui/form/ListField';
import { Leads } from './Leads';
import { SaveSection } from './SaveSection';
import { useSiteUpdate, type SettingsProps } from './useSiteUpdate';

export function Conversions(props: SettingsProps): ReactElement {
  return (
    <>
      <KeyEvents {...props} />
      <Leads {...props} />
    </>
  );
}

function KeyEvents({ site, mayChange }: SettingsProps): ReactElement {
  const t = useTexts(SETTINGS);
  const draft = useDraft({ keyEvents: site.settings.keyEvents });
  const update = useSiteUpdate(site.id);
  return (
    <SaveSection
      title={t.keyEventsTitle}
      description={t.keyEventsText}
      mayChange={mayChange}
      update={update}
      changed={draft.changed}
      onSave={() => void update.saveSettings(draft.changes)}
    >
      <ListField
        label={t.keyEvents}
        hint={t.keyEventsHint}
        placeholder="purchase"
        disabled={!mayChange}
        values={draft.values.keyEvents}
        onValues={(keyEvents) => draft.edit({ keyEvents })}
      />
    </SaveSection>
  );
}
