import {
  createContext,
  useContext,
  useEffect,
  useId,
  useRef,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react';
import { ChevronDown } from './icons';

const CloseMenu = createContext<() => void>(() => undefined);

/** For what is inside a menu. */
export const useCloseMenu = (): (() => void) => useContext(CloseMenu);

interface MenuProps {
  label: ReactNode;
  /** What the button does, where its label does not say it. */
  describedAs?: string;
  align?: 'left' | 'right';
  className?: string;
  panelClassName?: string;
  children: ReactNode;
}

/** A button with a panel below it; closes on Escape, on a click elsewhere and when focus leaves. */
export function Menu({
  label,
  describedAs,
  align = 'left',
  className = '',
  panelClassName = 'w-60',
  children,
}: MenuProps): ReactElement {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };

  useEffect(() => {
    if (!open) return undefined;
    const outside = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);

  return (
    <div
      ref={root}
      className={'relative ' + className}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        event.stopPropagation();
        close();
      }}
      onBlur={(event) => {
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget))
          setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className="control w-full justify-between"
        aria-expanded={open}
        aria-controls={id}
        aria-label={describedAs}
        onClick={() => setOpen(!open)}
      >
        {label}
        <ChevronDown className="size-3.5 text-faint" />
      </button>
      {open && (
        <div
          id={id}
          className={`animate-rise absolute z-30 mt-1.5 max-w-[calc(100vw-2rem)] rounded-xl border border-line bg-raised p-1.5 shadow-float ${
            align === 'right' ? 'right-0' : 'left-0'
          } ${panelClassName}`}
        >
          <CloseMenu value={close}>{children}</CloseMenu>
        </div>
      )}
    </div>
  );
}

interface MenuItemProps {
  chosen?: boolean;
  hint?: ReactNode;
  onClick: () => void;
  children: ReactNode;
}

/** Closes the menu it is in. */
export function MenuItem({ chosen = false, hint, onClick, children }: MenuItemProps): ReactElement {
  const close = useCloseMenu();
  return (
    <button
      type="button"
      aria-current={chosen || undefined}
      onClick={() => {
        onClick();
        close();
      }}
      className={`flex w-full items-center justify-between gap-3 rounded-lg px-2.5 py-1.5 text-left ${
        chosen ? 'bg-accent-wash font-medium text-accent-ink' : 'hover:bg-sunken'
      }`}
    >
      <span className="truncate">{children}</span>
      {hint}
    </button>
  );
}

export function Key({ children }: { children: ReactNode }): ReactElement {
  return (
    <kbd className="rounded border border-line bg-sunken px-1.5 font-mono text-[11px] leading-[18px] text-soft">
      {children}
    </kbd>
  );
}
