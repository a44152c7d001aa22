import * as Radix from '@radix-ui/react-tooltip';
import { useRef, useState, type ReactElement, type ReactNode } from 'react';

export function HintProvider({ children }: { children: ReactNode }): ReactElement {
  return <Radix.Provider delayDuration={350}>{children}</Radix.Provider>;
}

/** What something means: on hover, on focus, and where there is neither, when it is touched. */
export function Hint({ text, children }: { text: string; children: ReactElement }): ReactElement {
  const [open, setOpen] = useState(false);
  const touched = useRef(false);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger
        asChild
        onPointerDown={({ pointerType }) => {
          touched.current = pointerType === 'touch';
        }}
        onClick={(event) => {
          if (!touched.current) return;
          // A click closes hints, which a finger cannot open before it.
          event.preventDefault();
          setOpen(true);
        }}
      >
        {children}
      </Radix.Trigger>
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
