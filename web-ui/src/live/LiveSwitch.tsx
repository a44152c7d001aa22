import type { ReactElement } from 'react';
import { Pause, Play } from '../ui/icons';
import { setPaused, usePaused } from './pause';

/** Lets figures follow what arrives, or stand still. */
export function LiveSwitch(): ReactElement {
  const paused = usePaused();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={!paused}
      aria-label="Live updates"
      title={paused ? 'Updates are paused. Go on' : 'Updates arrive live. Pause them'}
      className={`control w-9 justify-center px-0 ${paused ? 'border-accent text-accent-ink' : 'text-soft'}`}
      onClick={() => setPaused(!paused)}
    >
      {paused ? <Play /> : <Pause />}
    </button>
  );
}
