/** The result of `action`, or undefined where it throws: nothing may surface in the host page. */
export const attempt = <T>(action: () => T): T | undefined => {
  try {
    return action();
  } catch {
    // There is no one to tell.
  }
};

/** Captured at the window, which every event of the page passes first. */
export const listen = (types: string, handler: (event: MouseEvent) => unknown): void =>
  types
    .split(' ')
    .forEach((type) =>
      addEventListener(type, (event) => attempt(() => handler(event as MouseEvent)), true),
    );
