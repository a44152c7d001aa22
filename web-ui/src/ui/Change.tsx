import type { ReactElement } from 'react';
import { formatChange } from '../lib/format';
import { ArrowDown, ArrowUp } from './icons';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

interface ChangeProps {
  change: number | null | undefined;
  better: 'higher' | 'lower';
}

/** Direction by arrow, judgement by colour, both in words for screen readers. */
export function Change({ change, better }: ChangeProps): ReactElement | null {
  const t = useTexts(DASHBOARD);
  if (change == null) return null;
  const rounded = Math.round(change);
  if (rounded === 0)
    return <span className="text-[12px] font-normal text-faint">{formatChange(0)}</span>;
  const good = change > 0 === (better === 'higher');
  const Arrow = change > 0 ? ArrowUp : ArrowDown;
  return (
    <span
      className={`figures inline-flex items-baseline gap-0.5 text-[12px] font-medium ${good ? 'text-good' : 'text-bad'}`}
    >
      <Arrow className="size-3 self-center" />
      <span className="sr-only">{change > 0 ? t.up : t.down} </span>
      {formatChange(change)}
    </span>
  );
}
