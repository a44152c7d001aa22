import { watchClicks } from './clicks';
import { clientHints } from './context';
import { report, watchEngagement } from './engagement';
import { watchForms } from './forms';
import { listen } from './guard';
import { maySend } from './identity';
import { pump, restore, sendBeacons } from './outbox';
import { view, watchNavigation } from './pageview';
import { isOn, settings } from './settings';
import { flush, seal } from './track';

let started = false;

/** The last chance on the way out; on the way back in it starts the clock. */
const onVisibility = (): void => {
  report();
  seal();
  sendBeacons();
};

const begin = (): void => {
  restore();
  watchEngagement();
  watchClicks();
  watchForms();
  listen('visibilitychange pagehide', onVisibility);
  listen('online', pump);
  if (isOn('autoTrack')) {
    watchNavigation();
    view();
  }
  // The first page view waits for the client hints, a few milliseconds, and for nothing else.
  clientHints().then(flush, flush);
};

/** Does nothing until there is a site and something may be sent; may be called again. */
export const start = (): void => {
  if (started || !settings.site || !maySend()) return;
  started = true;
  if (document.prerendering) listen('prerenderingchange', begin);
  else begin();
};
