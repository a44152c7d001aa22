import type { ReactElement } from 'react';
import { SETTINGS } from '../../i18n/settings';
import { useTexts } from '../../i18n/catalogue';
import { tidyDomain } from '../../lib/presets';
import { useDraft } from '../../lib/useDraft';
import { ListField } from '../../ui/form/ListField';
import { Exclusions } from './Exclusions';
import { SaveSection } from './SaveSection';
import { useSiteUpdate, type SettingsProps } from './useSiteUpdate';

export function Collection(props: SettingsProps): ReactElement {
  return (
    <>
      <Exclusions {...props} />
      <Hosts {...props} />
    </>
  );
}

function Hosts({ site, mayChange }: SettingsProps): ReactElement {
  const t = useTexts(SETTINGS);
  const draft = useDraft({ allowedHosts: site.settings.allowedHosts });
  const update = useSiteUpdate(site.id);
  return (
    <SaveSection
      title={t.hostsTitle}
      description={t.hostsText}
      mayChange={mayChange}
      update={update}
      changed={draft.changed}
      onSave={() => void update.saveSettings(draft.changes)}
    >
      <ListField
        label={t.allowedHosts}
        hint={t.allowedHostsHint}
        placeholder="staging.example.com"
        disabled={!mayChange}
        values={draft.values.allowedHosts}
        tidy={tidyDomain}
        onValues={(allowedHosts) => draft.edit({ allowedHosts })}
      />
    </SaveSection>
  );
}
