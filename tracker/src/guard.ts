/** The result of `action`, or undefined where it throws: nothing may surface in the host page. */
export const attempt = <T>(action: () => T): T | undefined => {
  try {
    return action();
  } catch {
    // There is no one to tell.
  }
};

/**
 * Hears events of the document before its elements do, and those of the window alone: both come after
 * the listeners of `head`, which may have begun the script during this very event.
 */
export const listen = (types: string, handler: (event: MouseEvent) => unknown): void =>
  types.split(' ').forEach((type) => {
    const hear = (event: Event): void => {
      // What bubbles up to the window was heard at the document.
      attempt(() => event.eventPhase < 3 && handler(event as MouseEvent));
    };
    document.addEventListener(type, hear, true);
    addEventListener(type, hear);
  });
