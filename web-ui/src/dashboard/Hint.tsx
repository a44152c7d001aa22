import * as Radix from '@radix-ui/react-tooltip';
import type { ReactElement, ReactNode } from 'react';

export function HintProvider({ children }: { children: ReactNode }): ReactElement {
  return <Radix.Provider delayDuration={350}>{children}</Radix.Provider>;
}

/** What something means, on hover and on focus. */
export function Hint({ text, children }: { text: string; children: ReactElement }): ReactElement {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="animate-rise z-50 max-w-64 rounded-lg border border-line bg-raised px-3 py-2 text-[12.5px] leading-snug text-soft shadow-float"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
