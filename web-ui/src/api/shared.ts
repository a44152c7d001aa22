interface Asking {
  answer: Promise<unknown>;
  controller: AbortController;
  waiting: number;
  /** Nobody waits yet; it stays until somebody does. */
  ahead: boolean;
  settled: boolean;
}

export interface SharedAnswer<R> {
  answer: Promise<R>;
  /** Who leaves does not wait any more; the question ends with the last one. */
  leave: () => void;
}

type Ask<R> = (signal: AbortSignal) => Promise<R>;

export interface Shared {
  /** One request for all who ask the same at the same time. */
  join: <R>(key: string, ask: Ask<R>) => SharedAnswer<R>;
  /** Asks what somebody is about to ask. */
  ahead: (key: string, ask: Ask<unknown>) => void;
}

/** An answer is shared with who asks within `freshMs` after it too. */
export const createShared = (freshMs = 0): Shared => {
  const asking = new Map<string, Asking>();
  const forget = (key: string, one: Asking): void => {
    if (asking.get(key) === one) asking.delete(key);
  };
  const begin = (key: string, ask: Ask<unknown>, ahead: boolean): Asking => {
    const controller = new AbortController();
    const one: Asking = {
      answer: ask(controller.signal),
      controller,
      waiting: 0,
      ahead,
      settled: false,
    };
    asking.set(key, one);
    const done = (stays: number): void => {
      one.settled = true;
      if (one.ahead) return;
      if (stays) setTimeout(() => forget(key, one), stays);
      else forget(key, one);
    };
    one.answer.then(
      () => done(freshMs),
      () => done(0),
    );
    return one;
  };
  return {
    join: <R>(key: string, ask: Ask<R>) => {
      const one = asking.get(key) ?? begin(key, ask, false);
      one.waiting += 1;
      // An answer that was there before anybody waited is for the first one only: later it is old.
      if (one.ahead && one.settled) forget(key, one);
      one.ahead = false;
      return {
        answer: one.answer as Promise<R>,
        leave: () => {
          one.waiting -= 1;
          if (one.waiting || one.settled) return;
          one.controller.abort();
          forget(key, one);
        },
      };
    },
    ahead: (key, ask) => {
      if (!asking.has(key)) begin(key, ask, true);
    },
  };
};
