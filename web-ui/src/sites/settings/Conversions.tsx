import type { ReactElement } from 'react';
import { SETTINGS } from '../../i18n/settings';
import { useTexts } from '../../i18n/catalogue';
import { useDraft } from '../../lib/useDraft';
import { ListField } from '../../ui/form/ListField';
import { ErrorNotice } from '../../ui/form/Notice';
import { SaveFooter } from '../../ui/form/SaveFooter';
import { Section } from '../../ui/form/Section';
import { Leads } from './Leads';
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
    <Section
      title={t.keyEventsTitle}
      description={t.keyEventsText}
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
        label={t.keyEvents}
        hint={t.keyEventsHint}
        placeholder="purchase"
        disabled={!mayChange}
        values={draft.values.keyEvents}
        onValues={(keyEvents) => draft.edit({ keyEvents })}
      />
      <ErrorNotice error={update.error} />
    </Section>
  );
}
