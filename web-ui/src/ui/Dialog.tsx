import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { Close } from './icons';

interface DialogProps {
  title: string;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}

/** Mounted means open. Focus, Escape and the backdrop are the browser's own. */
export function Dialog({ title, onClose, className = '', children }: DialogProps): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className={`m-auto w-[min(36rem,calc(100vw-1.5rem))] rounded-2xl border border-line bg-raised text-ink shadow-float ${className}`}
    >
      <div className="flex max-h-[85dvh] flex-col">
        <header className="flex items-center justify-between gap-4 px-5 pt-4 pb-2">
          <h2 className="text-[16px] font-semibold">{title}</h2>
          <button
            type="button"
            aria-label="Close"
            className="grid size-8 place-content-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
            onClick={onClose}
          >
            <Close />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
