/**
 * Runs `then` once what is being pressed was let go and its click was heard, so that nothing moves away from under a
 * pointer. Returns how to take it back.
 */
export const afterPress = (then: () => void): (() => void) => {
  const waiting = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const released = (): void => {
    waiting.abort();
    // The click comes right after, before any timer.
    timer = setTimeout(then);
  };
  for (const type of ['pointerup', 'pointercancel', 'keyup'])
    addEventListener(type, released, { capture: true, signal: waiting.signal });
  return () => {
    waiting.abort();
    clearTimeout(timer);
  };
};
