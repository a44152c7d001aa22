/**
 * In the order in which they are installed. Those that come with the script (`early`) have to be there
 * before the first page view; the others are fetched on their own.
 */
export const MODULES = [
  { name: 'hints', early: true },
  { name: 'consent', early: true },
  { name: 'dnt', early: true },
  { name: 'link', early: true },
  { name: 'params', early: true },
  { name: 'meta', early: true },
  { name: 'pii', early: true },
  { name: 'paths', early: true },
  { name: 'leads', early: true },
  { name: 'alias', early: true },
  { name: 'load', early: true },
  { name: 'clicks', early: false },
  { name: 'errors', early: false },
  { name: 'vitals', early: false },
  { name: 'video', early: false },
  { name: 'shop', early: false },
  { name: 'check', early: false },
  { name: 'debug', early: false },
];
