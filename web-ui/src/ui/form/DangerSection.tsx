import { useState, type ReactElement, type ReactNode } from 'react';
import type { MutationState } from '../../api/useMutation';
import { Button } from './Button';
import { ConfirmDialog } from './ConfirmDialog';
import { Section } from './Section';

interface DangerSectionProps {
  title: string;
  text: string;
  action: string;
  kind: 'caution' | 'danger';
  /** There is nothing to do it to. */
  disabled?: boolean;
  /** What the dialog says, where that is not the section's text. */
  question?: ReactNode;
  /** Has to be typed. */
  typed: string;
  mutation: Pick<MutationState<never, never>, 'busy' | 'error'>;
  onConfirm: (close: () => void) => Promise<void>;
  /** What can be chosen in the dialog. */
  choices?: ReactNode;
  children?: ReactNode;
}

/** Something that cannot be taken back lightly: a button, and a dialog that has its name typed first. */
export function DangerSection({
  title,
  text,
  action,
  kind,
  disabled = false,
  question = text,
  typed,
  mutation,
  onConfirm,
  choices,
  children,
}: DangerSectionProps): ReactElement {
  const [asking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  return (
    <Section
      danger
      title={title}
      description={text}
      footer={
        <Button kind={kind} disabled={disabled} onClick={() => setAsking(true)}>
          {action}
        </Button>
      }
    >
      {children}
      {asking && !disabled && (
        <ConfirmDialog
          title={title}
          text={question}
          typed={typed}
          action={action}
          busy={mutation.busy}
          error={mutation.error}
          onConfirm={() => void onConfirm(close)}
          onClose={close}
        >
          {choices}
        </ConfirmDialog>
      )}
    </Section>
  );
}
