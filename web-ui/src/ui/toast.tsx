import { useSyncExternalStore, type ReactElement, type ReactNode } from 'react';
import { Check } from './icons';
import { Button } from './form/Button';

interface Toast {
  id: number;
  text: ReactNode;
  action?: { label: string; run: () => void } | undefined;
}

const LASTS_MS = 5000;
const LASTS_WITH_ACTION_MS = 12_000;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

const set = (next: readonly Toast[]): void => {
  toasts = next;
  listeners.forEach((listener) => listener());
};

const dismiss = (id: number): void => set(toasts.filter((toast) => toast.id !== id));

/** Says that something has happened, for a moment. */
export const toast = (text: ReactNode, action?: Toast['action']): void => {
  const id = nextId++;
  set([...toasts.slice(-2), { id, text, action }]);
  setTimeout(() => dismiss(id), action ? LASTS_WITH_ACTION_MS : LASTS_MS);
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function Toasts(): ReactElement {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-3 bottom-4 z-[60] grid justify-items-center gap-2 sm:right-5 sm:bottom-5 sm:left-auto sm:justify-items-end"
    >
      {shown.map(({ id, text, action }) => (
        <div
          key={id}
          className="animate-rise pointer-events-auto flex max-w-full items-center gap-3 rounded-xl border border-line bg-raised py-2 pr-3 pl-3.5 shadow-float"
        >
          <Check className="text-good" />
          <span className="min-w-0 break-words">{text}</span>
          {action && (
            <Button
              kind="quiet"
              className="-my-1 h-8 px-2.5 text-accent-ink"
              onClick={() => {
                action.run();
                dismiss(id);
              }}
            >
              {action.label}
            </Button>
          )}
        </div>
      ))}
    </div>
  );
}
