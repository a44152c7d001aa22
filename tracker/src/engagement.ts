import { listen } from './guard';
import { isOn } from './settings';
import { track } from './track';

/** Ten seconds, and a little that keeps rounding from making it less. */
const FIRST_REPORT_MS = 10009;

/** Zero before the first page view. */
let viewedAt = 0;
/** Zero while the page is hidden or another window has the focus. */
let activeSince = 0;
/** Active time that no event has carried yet. */
let pendingMs = 0;
let reported = false;
/** The deepest bottom edge of the viewport. */
let depthPixels = 0;
let marks: number[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Per cent of the document seen so far. */
const measure = (): number => {
  const height = document.documentElement.scrollHeight;
  depthPixels = Math.max(depthPixels, Math.min(Math.round(scrollY + innerHeight), height));
  return Math.round((depthPixels / height) * 100);
};

/** Counts active time up to now; with `sends`, reports what was not reported before. */
const settle = (sends?: boolean, leaves?: boolean): void => {
  const now = Date.now();
  pendingMs += activeSince && now - activeSince;
  activeSince = viewedAt && !leaves && document.hasFocus() && !document.hidden ? now : 0;
  clearTimeout(timer);
  if (sends && pendingMs) {
    track('user_engagement', {
      engagement_time_msec: pendingMs,
      time_on_page_sec: Math.round((now - viewedAt) / 1000),
      scroll_depth_percent: measure(),
      scroll_depth_pixels: depthPixels,
    });
    pendingMs = 0;
    reported = true;
  }
  if (activeSince && !reported) timer = setTimeout(report, FIRST_REPORT_MS - pendingMs);
};

/** Due at ten seconds of activity, when the page is hidden, and before it is left. */
export const report = (leaves?: boolean): void => settle(true, leaves);

export const beginView = (): void => {
  viewedAt = Date.now();
  activeSince = pendingMs = depthPixels = 0;
  reported = false;
  marks = [25, 50, 75, 90, 100];
  settle();
};

const onFrame = (): void => {
  const percent = measure();
  while (marks[0]! <= percent) track('scroll', { scroll_depth_percent: marks.shift() });
};

export const watchEngagement = (): void => {
  listen('focus blur', () => settle());
  if (isOn('trackScroll'))
    // The layout is read in the next frame, never in the handler. Boxes that scroll do not count.
    listen('scroll', ({ target }) => target == document && requestAnimationFrame(onFrame));
};
