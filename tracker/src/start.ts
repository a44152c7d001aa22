import { watchClicks } from './clicks';
import { report, watchEngagement } from './engagement';
import { watchForms } from './forms';
import { listen } from './guard';
import { mustWait } from './identity';
import { later } from './later';
import { pump, restore, sendBeacons } from './outbox';
import { onSettled, view, watchNavigation } from './pageview';
import { isOn, settings } from './settings';
import { flush, gather } from './track';

/** So too until the calls made before the script was there are through. */
let started = true;

/**
 * Does nothing until there is a site, the page is shown, and the visitor was asked where he must be; may
 * be called again. Touches neither the device nor the network.
 */
export const start = (): void => {
  if (started || !settings.site || document.prerendering || mustWait()) return;
  started = true;
  watchEngagement();
  listen('online', pump);
  watchClicks();
  watchForms();
  if (isOn('autoTrack')) {
    watchNavigation();
    view();
  }
  later(async () => {
    restore();
    await settings.ready;
    flush();
  });
};

/** The last chance on the way out; on the way in it starts the clock. */
const onVisibility = ({ type }: Event): void => {
  start();
  if (isOn('autoTrack')) onSettled();
  report(type == 'pagehide');
  gather();
  sendBeacons();
};

/** Once the page has loaded, or before the first call. */
export const startLater = (): void => {
  started = false;
  listen('prerenderingchange visibilitychange pagehide', onVisibility);
  later(() => {
    start();
    document.dispatchEvent(new Event('footfall:ready'));
  });
};
