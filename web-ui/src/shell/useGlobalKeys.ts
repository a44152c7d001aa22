import { useEffect } from 'react';
import { useShortcuts } from '../dashboard/useShortcuts';

export type Overlay = 'palette' | 'shortcuts';

/** Keys that work on every page. */
export const useGlobalKeys = (open: (overlay: Overlay) => void): void => {
  useShortcuts((key) => {
    if (key !== '?') return false;
    open('shortcuts');
    return true;
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      open('palette');
    };
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, [open]);
};
