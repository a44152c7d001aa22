import type { ReactElement } from 'react';
import { formatExact } from '../lib/format';

export function LiveDot({ active }: { active: boolean }): ReactElement {
  return (
    <span className="relative grid size-2 place-content-center" aria-hidden="true">
      {active && <span className="animate-ping-slow absolute size-2 rounded-full bg-live" />}
      <span className={`size-2 rounded-full ${active ? 'bg-live' : 'bg-line-strong'}`} />
    </span>
  );
}

export function LivePill({ visitors }: { visitors: number | undefined }): ReactElement {
  return (
    <a
      href="#live"
      data-testid="live-visitors"
      className="inline-flex h-9 items-center gap-2 rounded-full border border-line bg-surface px-3 font-medium whitespace-nowrap hover:border-line-strong"
    >
      <LiveDot active={!!visitors} />
      <span className="figures">
        {visitors === undefined ? '–' : formatExact(visitors, 'count')}
        <span className="text-soft">
          {' '}
          {visitors === 1 ? 'visitor' : 'visitors'}
          <span className="max-sm:sr-only"> now</span>
        </span>
      </span>
    </a>
  );
}
