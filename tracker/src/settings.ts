import type { ConsentState, Hook, Props } from './types';

interface Settings extends Props {
  site?: string;
  /** The script's address; nothing for an inline one. */
  src?: string;
  /** Where events go; relative to the script, or to the page for an inline one. */
  endpoint: string;
  /** Session timeout in seconds. */
  timeout: number;
  /** The state where nobody was asked: `not_required`, `unknown`, or `denied`. */
  consent: ConsentState;
  /** The site's domains: what is below one shares its cookie, and links there are not outbound. */
  domains?: string[] | string;
  /** Query parameters that carry a search term. */
  searchParams: string[] | string;
  /** Send nothing while consent is unknown. */
  strict?: unknown;
  /** The fragment is a route. */
  hash?: unknown;
  /** What modules add to the context of each batch. */
  context?: Props;
  /** The first page view waits for it. */
  ready?: Promise<unknown>;
  beforeSend?: Hook;
}

declare global {
  interface Window {
    /** A site's settings, and those of its element: set where the script begins later than it came. */
    __footfall_config?: Props;
  }
}

const config = window.__footfall_config;
/** Where the script begins later than it came, another may be current: its settings know its address. */
const script = (!config?.src && document.currentScript) as HTMLScriptElement | null;

export const settings: Settings = {
  endpoint: '/api/collect',
  consent: 'not_required',
  timeout: 1800,
  searchParams: ['q', 's', 'search', 'query', 'keyword'],
  ...(script?.dataset as Props | undefined),
  src: script?.src,
  ...config,
};

export const endpoint = (): URL => new URL(settings.endpoint, settings.src || location.href);

/** Switches are on unless set to false, in options or as an attribute. */
export const isOn = (name?: string): boolean => settings[name!] + '' != 'false';
