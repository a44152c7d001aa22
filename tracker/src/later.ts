import { attempt } from './guard';

/** When the page has nothing better to do. Safari cannot tell. */
export const later = (action: () => unknown): void => {
  ((window.requestIdleCallback as typeof queueMicrotask | undefined) || setTimeout)(() =>
    attempt(action),
  );
};
