import { watchClicks } from './clicks';
import { report, watchEngagement } from './engagement';
import { watchForms } from './forms';
import { listen } from './guard';
import { maySend } from './identity';
import { pump, restore, sendBeacons } from './outbox';
import { view, watchNavigation } from './pageview';
import { isOn, settings } from './settings';
import { flush, gather } from './track';

let started = false;

/** The last chance on the way out; on the way back in it starts the clock. */
const onVisibility = ({ type }: Event): void => {
  report(type == 'pagehide');
  gather();
  sendBeacons();
};

const begin = (): void => {
  restore();
  watchEngagement();
  watchClicks();
  watchForms();
  if (isOn('autoTrack')) {
    watchNavigation();
    view();
  }
  listen('visibilitychange pagehide', onVisibility);
  listen('online', pump);
  void Promise.resolve(settings.ready).then(flush);
};

/** Does nothing until there is a site and something may be sent; may be called again. */
export const start = (): void => {
  if (started || !settings.site || !maySend()) return;
  started = true;
  if (document.prerendering) listen('prerenderingchange', begin);
  else begin();
};
