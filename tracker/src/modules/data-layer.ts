declare global {
  interface Window {
    dataLayer?: unknown[];
  }
}

/** Hands over every entry of `window.dataLayer`: those that are there, and each push to come. */
export const followDataLayer = (onEntry: (entry: unknown) => void): void => {
  const layer = (window.dataLayer ||= []);
  const safely = (entry: unknown): void => {
    try {
      onEntry(entry);
    } catch {
      // A page may push anything.
    }
  };
  layer.forEach(safely);
  const push = layer.push.bind(layer);
  layer.push = (...entries) => {
    const length = push(...entries);
    entries.forEach(safely);
    return length;
  };
};

/** `gtag('event', …)` pushes its `arguments`. */
export const argumentsOf = (entry: unknown): unknown[] =>
  Object.prototype.toString.call(entry) == '[object Arguments]' || Array.isArray(entry)
    ? Array.from(entry as ArrayLike<unknown>)
    : [];
