import { useSyncExternalStore } from 'react';
import { isReachable, onReachable } from '../api/reachable';

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('online', listener);
  addEventListener('offline', listener);
  const end = onReachable(listener);
  return () => {
    removeEventListener('online', listener);
    removeEventListener('offline', listener);
    end();
  };
};

/** Whether there is a network, and the server at its other end. */
export const useOnline = (): boolean =>
  useSyncExternalStore(subscribe, () => navigator.onLine && isReachable());
