import { useState } from 'react';

export const readStored = (key: string): unknown => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as unknown;
  } catch {
    return null;
  }
};

/** A choice that this browser remembers; what `accept` does not know is dropped. */
export const useStored = <T>(
  key: string,
  accept: (stored: unknown) => T,
): [T, (value: T) => void] => {
  const [state, setState] = useState(() => ({ key, value: accept(readStored(key)) }));
  const current = state.key === key ? state.value : accept(readStored(key));
  const store = (value: T): void => {
    setState({ key, value });
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // A browser that keeps nothing still works for as long as the page is open.
    }
  };
  return [current, store];
};
