import * as Radix from '@radix-ui/react-dropdown-menu';
import type { ReactElement, ReactNode } from 'react';

const ROW =
  'flex w-full min-w-0 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-left outline-none select-none data-highlighted:bg-sunken data-disabled:cursor-default data-disabled:opacity-50';

export const DropdownRoot = Radix.Root;
export const DropdownTrigger = Radix.Trigger;
export const DropdownRadioGroup = Radix.RadioGroup;

interface ContentProps {
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
  label?: string;
  children: ReactNode;
}

export function DropdownContent({
  align = 'start',
  side = 'bottom',
  className = 'w-60',
  label,
  children,
}: ContentProps): ReactElement {
  return (
    <Radix.Portal>
      <Radix.Content
        align={align}
        side={side}
        sideOffset={6}
        collisionPadding={8}
        {...(label ? { 'aria-label': label } : {})}
        className={`animate-rise z-50 max-h-(--radix-dropdown-menu-content-available-height) max-w-[calc(100vw-1rem)] overflow-y-auto rounded-xl border border-line bg-raised p-1.5 text-ink shadow-float ${className}`}
      >
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}

interface ItemProps {
  icon?: ReactNode;
  hint?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}

export function DropdownItem({
  icon,
  hint,
  danger = false,
  disabled = false,
  onSelect,
  children,
}: ItemProps): ReactElement {
  return (
    <Radix.Item
      disabled={disabled}
      onSelect={onSelect}
      className={`${ROW} ${danger ? 'text-bad data-highlighted:bg-bad-wash' : ''}`}
    >
      {icon && <span className={danger ? '' : 'text-soft'}>{icon}</span>}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {hint && <span className="text-[12px] text-faint">{hint}</span>}
    </Radix.Item>
  );
}

/** One of few choices in a row; choosing leaves the menu open. */
export function DropdownPill({
  value,
  label,
  children,
}: {
  value: string;
  /** Where what is shown is a picture. */
  label?: string;
  children: ReactNode;
}): ReactElement {
  return (
    <Radix.RadioItem
      value={value}
      {...(label ? { 'aria-label': label, title: label } : {})}
      onSelect={(event) => event.preventDefault()}
      className="grid h-7 min-w-8 cursor-pointer place-content-center rounded-md px-1.5 text-[12px] font-medium text-soft outline-none data-highlighted:text-ink data-highlighted:ring-2 data-highlighted:ring-accent data-[state=checked]:bg-surface data-[state=checked]:text-ink data-[state=checked]:shadow-card"
    >
      {children}
    </Radix.RadioItem>
  );
}

export function DropdownLabel({ children }: { children: ReactNode }): ReactElement {
  return (
    <Radix.Label className="px-2.5 pt-1.5 pb-1 text-[12px] font-medium text-faint">
      {children}
    </Radix.Label>
  );
}

export function DropdownSeparator(): ReactElement {
  return <Radix.Separator className="mx-1 my-1.5 h-px bg-line" />;
}
