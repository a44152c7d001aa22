import { watchClicks } from './clicks';
import { later } from './later';
import { watchForms } from './forms';
import { pump, restore, sendBeacons } from './outbox';
import { onSettled, view, watchNavigation } from './pageview';
import { listen } from './guard';
import { report, watchEngagement } from './engagement';
import { mustWait } from './identity';
import { flush, gather } from './track';
import { isOn, settings } from './settings';

let started: boolean | undefined;

/** The last chance on the way out; on the way in it starts the clock. */
export const onVisibility = ({ type }: Event): void => {
  start();
  if (isOn('autoTrack')) onSettled();
  report(type == 'pagehide');
  gather();
  sendBeacons();
};

/**
 * Does nothing until there is a site, the page is shown, and the visitor was asked where he must be; may
 * be called again. While the page loads only what must not be missed: the device and the network are
 * touched when it is idle, or left.
 */
export const start = (): void => {
  if (started || !settings.site || document.prerendering || mustWait()) return;
  started = true;
  if (isOn('autoTrack')) {
    watchNavigation();
    view();
  }
  watchForms();
  watchClicks();
  later(async () => {
    watchEngagement();
    listen('online', pump);
    restore();
    await settings.ready;
    later(gather);
    later(flush);
  });
};
