import type { ReactElement } from 'react';
import { SETTINGS } from '../../i18n/settings';
import { useTexts } from '../../i18n/catalogue';
import { tidyDomain } from '../../lib/presets';
import { useDraft } from '../../lib/useDraft';
import { ListField } from '../../ui/form/ListField';
import { ErrorNotice } from '../../ui/form/Notice';
import { SaveFooter } from '../../ui/form/SaveFooter';
import { Section } from '../../ui/form/Section';
import { Exclusions } from './Exclusions';
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
    <Section
      title={t.hostsTitle}
      description={t.hostsText}
      footer={
        mayChange && (
          <SaveFooter
            busy={update.busy}
            changed={draft.changed}
            hint={t.inForce}
            onSave={() => void update.saveSettings(draft.changes)}
          />
        )
      }
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
      <ErrorNotice error={update.error} />
    </Section>
  );
}
