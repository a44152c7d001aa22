import * as Dialog from '@radix-ui/react-dialog';
import type { ReactElement } from 'react';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { Sidebar } from './Sidebar';
import type { Overlay } from './useGlobalKeys';

interface DrawerProps {
  onClose: () => void;
  onOpen: (overlay: Overlay) => void;
}

/** The sidebar, over the page. */
export default function Drawer({ onClose, onOpen }: DrawerProps): ReactElement {
  const t = useTexts(SHELL);
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="animate-rise fixed inset-y-0 left-0 z-50 w-[min(19rem,88vw)] border-r border-line bg-canvas text-ink shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">{t.navigation}</Dialog.Title>
          <Sidebar onSearch={() => onOpen('palette')} onShortcuts={() => onOpen('shortcuts')} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
