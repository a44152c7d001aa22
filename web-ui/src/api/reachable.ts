/** Whether the server answered when it was last asked. */
let reachable = true;
const listeners = new Set<() => void>();

export const isReachable = (): boolean => reachable;

export const noteReachable = (next: boolean): void => {
  if (next === reachable) return;
  reachable = next;
  listeners.forEach((listener) => listener());
};

export const onReachable = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
