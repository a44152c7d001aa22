import type { ConsentState, Hook, Props } from './types';

interface Settings extends Props {
  site?: string;
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
    __footfall_config?: Props;
  }
}

const { src, dataset } = (document.currentScript || {}) as Partial<HTMLScriptElement>;

export const endpoint = (): URL => new URL(settings.endpoint, src || location.href);

export const settings: Settings = {
  endpoint: '/api/collect',
  searchParams: ['q', 's', 'search', 'query', 'keyword'],
  timeout: 1800,
  consent: 'not_required',
  ...(dataset as Props | undefined),
  ...window.__footfall_config,
};

/** Switches are on unless set to false, in options or as an attribute. */
export const isOn = (name?: string): boolean => settings[name!] + '' != 'false';
