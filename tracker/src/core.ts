import { IGNORE } from './identity';
import { attempt, listen } from './guard';
import { later } from './later';
import { save } from './storage';
import { query } from './query';
import { onVisibility, start } from './start';
import { api, type Footfall } from './api';

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
  const choice = query(IGNORE);
  if (choice) save(IGNORE, choice == 'on');
  // Calls made before the script was there come first: they may name the site or carry consent.
  early?.q?.forEach((call) => api(...(call as Parameters<Footfall>)));
  start();
  listen('prerenderingchange visibilitychange pagehide', onVisibility);
  later(() => document.dispatchEvent(new Event('footfall:ready')));
});
