import type { ReactElement } from 'react';
import { Pause, Play } from '../ui/icons';
import { setPaused, usePaused } from './pause';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

/** Lets figures follow what arrives, or stand still. */
export function LiveSwitch(): ReactElement {
  const t = useTexts(DASHBOARD);
  const paused = usePaused();
  return (
    <button
      type="button"
      role="switch"
      aria-checked={!paused}
      aria-label={t.live}
      title={paused ? t.liveGoOn : t.livePause}
      className={`control w-9 justify-center px-0 ${paused ? 'border-accent text-accent-ink' : 'text-soft'}`}
      onClick={() => setPaused(!paused)}
    >
      {paused ? <Play /> : <Pause />}
    </button>
  );
}
