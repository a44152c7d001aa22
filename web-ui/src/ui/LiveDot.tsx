import type { ReactElement } from 'react';

export function LiveDot({ active }: { active: boolean }): ReactElement {
  return (
    <span className="relative grid size-2 place-content-center" aria-hidden="true">
      {active && <span className="animate-ping-slow absolute size-2 rounded-full bg-live" />}
      <span className={`size-2 rounded-full ${active ? 'bg-live' : 'bg-line-strong'}`} />
    </span>
  );
}
