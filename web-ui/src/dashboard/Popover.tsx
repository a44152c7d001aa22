import * as Radix from '@radix-ui/react-popover';
import type { ReactElement, ReactNode } from 'react';

interface PopoverProps {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger: ReactElement;
  label: string;
  align?: 'start' | 'center' | 'end';
  className?: string;
  /** In a dialog, above which nothing of the page's body shows. */
  inDialog?: boolean;
  children: ReactNode;
}

/** Something to choose from, beside what opens it. */
export function Popover({
  open,
  onOpenChange,
  trigger,
  label,
  align = 'end',
  className = 'w-60',
  inDialog = false,
  children,
}: PopoverProps): ReactElement {
  const content = (
    <Radix.Content
      align={align}
      sideOffset={6}
      collisionPadding={8}
      aria-label={label}
      className={`animate-rise quiet-scroll z-50 max-h-(--radix-popover-content-available-height) max-w-[calc(100vw-1rem)] overflow-y-auto rounded-xl border border-line bg-raised p-1.5 text-ink shadow-float outline-none ${className}`}
    >
      {children}
    </Radix.Content>
  );
  return (
    <Radix.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      {inDialog ? content : <Radix.Portal>{content}</Radix.Portal>}
    </Radix.Root>
  );
}

export const PopoverClose = Radix.Close;
