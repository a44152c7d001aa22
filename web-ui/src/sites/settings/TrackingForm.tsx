import type { ReactElement, ReactNode } from 'react';
import type { SettingsFieldsFragment } from '../../api/sites.generated';
import { SETTINGS } from '../../i18n/settings';
import { useTexts } from '../../i18n/catalogue';
import { useDraft, type Draft } from '../../lib/useDraft';
import { ErrorNotice } from '../../ui/form/Notice';
import { SaveFooter } from '../../ui/form/SaveFooter';
import { Section } from '../../ui/form/Section';
import { useSiteUpdate, type SettingsProps } from './useSiteUpdate';

export type TrackingValues = SettingsFieldsFragment['tracking'];

interface TrackingFormProps extends SettingsProps {
  title: string;
  description: string;
  children: (draft: Draft<TrackingValues>) => ReactNode;
}

/** A section over some of what the script is told; only what was changed is sent. */
export function TrackingForm({
  site,
  mayChange,
  title,
  description,
  children,
}: TrackingFormProps): ReactElement {
  const t = useTexts(SETTINGS);
  const draft = useDraft(site.settings.tracking);
  const update = useSiteUpdate(site.id);
  return (
    <Section
      title={title}
      description={description}
      footer={
        mayChange && (
          <SaveFooter
            busy={update.busy}
            changed={draft.changed}
            hint={t.inForce}
            onSave={() => void update.saveSettings({ tracking: draft.changes })}
          />
        )
      }
    >
      {children(draft)}
      <ErrorNotice error={update.error} />
    </Section>
  );
}
