import type { Module } from '../api';

interface Shift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
}

interface Interaction extends PerformanceEntry {
  interactionId?: number;
}

const SHIFT_GAP_MS_MAX = 1000;
const SHIFT_WINDOW_MS_MAX = 5000;
/** One slow interaction in so many is forgiven. */
const INTERACTIONS_PER_OUTLIER = 50;
const SLOWEST_KEPT = 10;

/**
 * `web_vitals`, once a page, when it is first hidden: `lcp`, `fcp`, `ttfb`, `inp` in milliseconds and
 * `cls`, as https://web.dev/articles/vitals defines them. What was not measured is missing.
 */
const vitals: Module = (_settings, methods, _hooks, listen, _mayStore, _adopt, sendNow) => {
  const found: Record<string, number | undefined> = {};
  let shiftSum = 0;
  let shiftBegan = 0;
  let shiftEnded = 0;
  let interactions = 0;
  let slowest: [id: number, durationMs: number][] = [];
  let reported = false;

  const observers: [PerformanceObserver, (entry: PerformanceEntry) => void][] = [];
  const observe = (
    type: string,
    onEntry: (entry: PerformanceEntry) => void,
    durationThreshold?: number,
  ): void => {
    try {
      const observer = new PerformanceObserver((list) => list.getEntries().forEach(onEntry));
      observer.observe({ type, buffered: true, durationThreshold } as PerformanceObserverInit);
      observers.push([observer, onEntry]);
    } catch {
      // Not every browser measures everything.
    }
  };

  const [navigation] = performance.getEntriesByType('navigation') as (
    (PerformanceNavigationTiming & { activationStart?: number }) | undefined
  )[];
  // A prerendered page begins when it is shown.
  const began = navigation?.activationStart || 0;
  const since = (time: number): number => Math.max(0, Math.round(time - began));

  observe('largest-contentful-paint', ({ startTime }) => (found.lcp = since(startTime)));
  observe('paint', ({ name, startTime }) => {
    if (name == 'first-contentful-paint') found.fcp = since(startTime);
  });
  observe('layout-shift', (entry) => {
    const { startTime, value, hadRecentInput } = entry as Shift;
    if (hadRecentInput) return;
    if (startTime - shiftEnded > SHIFT_GAP_MS_MAX || startTime - shiftBegan > SHIFT_WINDOW_MS_MAX) {
      shiftSum = 0;
      shiftBegan = startTime;
    }
    shiftEnded = startTime;
    shiftSum += value;
    found.cls = Math.max(found.cls || 0, Math.round(shiftSum * 1e4) / 1e4);
  });
  observe(
    'event',
    (entry) => {
      const { interactionId, duration } = entry as Interaction;
      if (!interactionId) return;
      const same = slowest.find(([id]) => id == interactionId);
      if (same) same[1] = Math.max(same[1], duration);
      else {
        interactions++;
        slowest.push([interactionId, duration]);
      }
      slowest = slowest.sort((a, b) => b[1] - a[1]).slice(0, SLOWEST_KEPT);
      const forgiven = Math.floor(interactions / INTERACTIONS_PER_OUTLIER);
      found.inp = slowest[Math.min(forgiven, slowest.length - 1)]![1];
    },
    16,
  );

  listen('visibilitychange pagehide', ({ type }) => {
    if (reported || (type != 'pagehide' && !document.hidden)) return;
    reported = true;
    observers.forEach(([observer, onEntry]) => {
      observer.takeRecords().forEach(onEntry);
      observer.disconnect();
    });
    if (navigation) found.ttfb = since(navigation.responseStart);
    // No shift is the best result, not a missing one, wherever shifts are measured.
    if (PerformanceObserver.supportedEntryTypes.includes('layout-shift')) found.cls ||= 0;
    methods.track('web_vitals', found);
    sendNow();
  });
};

export default vitals;
