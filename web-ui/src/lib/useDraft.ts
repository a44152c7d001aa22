import { useState } from 'react';

export interface Draft<T> {
  /** What is saved, with what was changed here. */
  values: T;
  edit: (edits: Partial<T>) => void;
  /** What differs from what is saved. */
  changes: Partial<T>;
  changed: boolean;
  discard: () => void;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export const differences = <T extends object>(saved: T, edits: Partial<T>): Partial<T> =>
  Object.fromEntries(
    Object.entries(edits).filter(([name, value]) => !isSame(value, saved[name as keyof T])),
  ) as Partial<T>;

export const useDraft = <T extends object>(saved: T): Draft<T> => {
  const [edits, setEdits] = useState<Partial<T>>({});
  const changes = differences(saved, edits);
  return {
    values: { ...saved, ...edits },
    edit: (more) => setEdits((before) => ({ ...before, ...more })),
    changes,
    changed: Object.keys(changes).length > 0,
    discard: () => setEdits({}),
  };
};
