import type { ReactElement, ReactNode } from 'react';
import { SETTINGS } from '../../i18n/settings';
import { useTexts } from '../../i18n/catalogue';
import { ErrorNotice } from '../../ui/form/Notice';
import { SaveFooter } from '../../ui/form/SaveFooter';
import { Section } from '../../ui/form/Section';
import type { SiteUpdate } from './useSiteUpdate';

interface SaveSectionProps {
  title: ReactNode;
  description: ReactNode;
  mayChange: boolean;
  update: SiteUpdate;
  changed: boolean;
  /** Beside the button; when it takes effect, where nothing else is said. */
  hint?: ReactNode;
  onSave: () => void;
  children: ReactNode;
}

/** A group of settings that are saved together, with what became of it. */
export function SaveSection({
  title,
  description,
  mayChange,
  update,
  changed,
  hint,
  onSave,
  children,
}: SaveSectionProps): ReactElement {
  const t = useTexts(SETTINGS);
  return (
    <Section
      title={title}
      description={description}
      footer={
        mayChange && (
          <SaveFooter
            busy={update.busy}
            changed={changed}
            hint={hint === undefined ? t.inForce : hint}
            onSave={onSave}
          />
        )
      }
    >
      {children}
      <ErrorNotice error={update.error} />
    </Section>
  );
}
