import type { ReactElement, ReactNode } from 'react';
import type { SettingsFieldsFragment } from '../../api/sites.generated';
import { useDraft, type Draft } from '../../lib/useDraft';
import { SaveSection } from './SaveSection';
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
  const draft = useDraft(site.settings.tracking);
  const update = useSiteUpdate(site.id);
  return (
    <SaveSection
      title={title}
      description={description}
      mayChange={mayChange}
      update={update}
      changed={draft.changed}
      onSave={() => void update.saveSettings({ tracking: draft.changes })}
    >
      {children(draft)}
    </SaveSection>
  );
}
