import { track } from './track';
import { isOn } from './settings';
import { listen } from './guard';
import { later } from './later';

/** Ten seconds, and a little that keeps rounding from making it less. */
const FIRST_REPORT_MS = 10009;

/** Unknown before the first page view. */
let viewedAt: number | undefined;
/** Zero while the page is hidden or another window has the focus. */
let activeSince = 0;
/** Active time that no event has carried yet. */
let pendingMs = 0;
/** Active time at which the view is reported for the first time; zero once it was. */
let dueMs: number | undefined;
/** The deepest bottom edge of the viewport, and what that is of the document, in per cent. */
let depthPixels = 0;
let depthPercent = 0;
let marks: number[];
let timer: ReturnType<typeof setTimeout> | undefined;

/** Reads the layout, so never while a click or a scroll is handled. */
const measure = (): void => {
  const height = document.documentElement.scrollHeight;
  depthPixels = Math.min(height, Math.max(depthPixels, Math.round(scrollY + innerHeight)));
  depthPercent = Math.round((depthPixels / height) * 100);
};

/** Counts active time up to now; with `sends`, reports what was not reported before. */
export const settle = (sends?: boolean, leaves?: boolean): void => {
  const now = Date.now();
  pendingMs += activeSince && now - activeSince;
  activeSince = viewedAt && !leaves && document.hasFocus() && !document.hidden ? now : 0;
  clearTimeout(timer);
  if (sends && pendingMs) {
    track('user_engagement', {
      scroll_depth_pixels: depthPixels,
      engagement_time_msec: pendingMs,
      scroll_depth_percent: depthPercent,
      time_on_page_sec: Math.round((now - viewedAt!) / 1000),
    });
    dueMs = 0;
    pendingMs = 0;
  }
  if (activeSince && dueMs) timer = setTimeout(report, dueMs - pendingMs);
};

/** Due at ten seconds of activity, when the page is hidden, and before it is left. */
export const report = (leaves?: boolean): void => {
  measure();
  settle(true, leaves);
};

export const beginView = (): void => {
  viewedAt = Date.now();
  activeSince = pendingMs = depthPixels = 0;
  dueMs = FIRST_REPORT_MS;
  marks = [25, 50, 75, 90, 100];
  settle();
  later(measure);
};

const onScrolled = (): void => {
  measure();
  while (marks[0]! <= depthPercent) track('scroll', { scroll_depth_percent: marks.shift() });
};

export const watchEngagement = (): void => {
  listen('focus blur', () => settle());
  // Boxes that scroll do not count.
  if (isOn('trackScroll')) {
    listen('scroll', ({ target }) => target == document && later(onScrolled));
    if (scrollY) later(onScrolled);
  }
};
