import * as Radix from '@radix-ui/react-dialog';
import { useRef, type ReactElement, type ReactNode } from 'react';
import { Close } from './icons';
import { useTexts } from '../i18n/catalogue';
import { COMMON } from '../i18n/common';

interface DialogProps {
  title: string;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}

/** Mounted means open. */
export function Dialog({ title, onClose, className = '', children }: DialogProps): ReactElement {
  const t = useTexts(COMMON);
  const content = useRef<HTMLDivElement>(null);
  return (
    <Radix.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 grid place-items-center overflow-y-auto scrim p-3">
          <Radix.Content
            ref={content}
            tabIndex={-1}
            aria-describedby={undefined}
            // Not on the cross, which comes first; a field that wants the focus has it already.
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              content.current?.focus();
            }}
            className={`animate-rise flex max-h-[85dvh] w-[min(36rem,100%)] flex-col rounded-2xl border border-line bg-raised text-ink shadow-float outline-none ${className}`}
          >
            <header className="flex items-center justify-between gap-4 px-5 pt-4 pb-2">
              <Radix.Title className="text-[16px] font-semibold">{title}</Radix.Title>
              <Radix.Close
                aria-label={t.close}
                className="grid size-8 place-content-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
              >
                <Close />
              </Radix.Close>
            </header>
            {children}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}
