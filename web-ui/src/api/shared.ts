interface Asking {
  answer: Promise<unknown>;
  controller: AbortController;
  waiting: number;
}

export interface SharedAnswer<R> {
  answer: Promise<R>;
  /** Who leaves does not wait any more; the question ends with the last one. */
  leave: () => void;
}

/** One request for all who ask the same at the same time. */
export const createShared = (): (<R>(
  key: string,
  ask: (signal: AbortSignal) => Promise<R>,
) => SharedAnswer<R>) => {
  const asking = new Map<string, Asking>();
  return <R>(key: string, ask: (signal: AbortSignal) => Promise<R>) => {
    const one = asking.get(key) ?? begin(key, ask);
    one.waiting += 1;
    return {
      answer: one.answer as Promise<R>,
      leave: () => {
        one.waiting -= 1;
        if (one.waiting) return;
        one.controller.abort();
        if (asking.get(key) === one) asking.delete(key);
      },
    };
  };

  function begin(key: string, ask: (signal: AbortSignal) => Promise<unknown>): Asking {
    const controller = new AbortController();
    const one: Asking = { answer: ask(controller.signal), controller, waiting: 0 };
    asking.set(key, one);
    const done = (): void => {
      if (asking.get(key) === one) asking.delete(key);
    };
    one.answer.then(done, done);
    return one;
  }
};
