interface Asking {
  answer: Promise<unknown>;
  controller: AbortController;
  waiting: number;
  /** Nobody waits yet; it stays until somebody does. */
  ahead: boolean;
  settled: boolean;
  failed: boolean;
  value?: unknown;
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
  ahead: (key: string, ask: Ask<unknown>) => Promise<unknown>;
  /** The answer, where whoever joined now would not have to wait for it. */
  peek: (key: string) => unknown;
}

/** An answer is shared with who asks within `freshMs` after it too. */
export const createShared = (freshMs = 0): Shared => {
  const asking = new Map<string, Asking>();
  const forget = (key: string, one: Asking): void => {
    if (asking.get(key) === one) asking.delete(key);
  };
  const forgetLater = (key: string, one: Asking): void => {
    if (freshMs) setTimeout(() => forget(key, one), freshMs);
    else forget(key, one);
  };
  const begin = (key: string, ask: Ask<unknown>, ahead: boolean): Asking => {
    const controller = new AbortController();
    const one: Asking = {
      answer: ask(controller.signal),
      controller,
      waiting: 0,
      ahead,
      settled: false,
      failed: false,
    };
    asking.set(key, one);
    one.answer.then(
      (value) => {
        one.settled = true;
        one.value = value;
        if (!one.ahead) forgetLater(key, one);
      },
      () => {
        one.settled = one.failed = true;
        if (!one.ahead) forget(key, one);
      },
    );
    return one;
  };
  return {
    join: <R>(key: string, ask: Ask<R>) => {
      const one = asking.get(key) ?? begin(key, ask, false);
      one.waiting += 1;
      // An answer that was there before anybody waited is for the first ones only: later it is old.
      if (one.ahead && one.settled) (one.failed ? forget : forgetLater)(key, one);
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
    ahead: (key, ask) => (asking.get(key) ?? begin(key, ask, true)).answer,
    peek: (key) => asking.get(key)?.value,
  };
};
