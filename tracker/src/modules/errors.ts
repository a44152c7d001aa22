import type { Module } from '../api';

const ERRORS_MAX = 5;
const STACK_CHARS_MAX = 1000;

/** `js_error` for what a page throws and does not catch: each once, a few per page. */
const errors: Module = (_settings, methods, _hooks, listen) => {
  const seen = new Set<string>();

  const report = (error: unknown, source?: string, line?: number, column?: number): void => {
    const { message, stack } = (error || {}) as Partial<Error>;
    const text = message || String(error);
    const key = [text, source, line, column].join();
    // What scripts of other origins throw is hidden from the page.
    if (/^Script error/.test(text) || seen.has(key) || seen.size >= ERRORS_MAX) return;
    seen.add(key);
    methods.track('js_error', {
      message: text,
      source: source?.split(/[?#]/)[0],
      line,
      column,
      stack: stack?.slice(0, STACK_CHARS_MAX),
    });
  };

  listen('error', (event) => {
    const { message, filename, lineno, colno } = event as Event as ErrorEvent;
    const error: unknown = (event as Event as ErrorEvent).error;
    // Images and scripts that do not load send an error of another kind.
    if (message) report(error || message, filename, lineno, colno);
  });
  listen('unhandledrejection', (event) => report((event as Event as PromiseRejectionEvent).reason));
};

export default errors;
