import { api, type Footfall } from './api';
import { attempt, listen } from './guard';
import { IGNORE, ignore } from './identity';
import { later } from './later';
import { onVisibility, start } from './start';

declare global {
  interface Window {
    footfall?: Partial<Footfall>;
  }
}

attempt(() => {
  const early = window.footfall;
  // A page may hold the script twice.
  if (early?.use) return;
  window.footfall = api;
  if (location.search.includes(IGNORE)) ignore(location.search.includes(IGNORE + '=on'));
  // Calls made before the script was there come first: they may name the site or carry consent.
  early?.q?.forEach((call) => api(...(call as Parameters<Footfall>)));
  start();
  listen('prerenderingchange visibilitychange pagehide', onVisibility);
  later(() => document.dispatchEvent(new Event('footfall:ready')));
});
