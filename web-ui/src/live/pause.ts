import { useSyncExternalStore } from 'react';

let paused = false;
const listeners = new Set<() => void>();

export const setPaused = (next: boolean): void => {
  paused = next;
  listeners.forEach((listener) => listener());
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Whether figures stand still until they are let go on, on every page of this tab. */
export const usePaused = (): boolean => useSyncExternalStore(subscribe, () => paused);
