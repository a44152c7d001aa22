import type { ConsentState, Props, TrackedEvent } from './types';

interface Settings extends Props {
  site?: string;
  /** Origin of the collector: the script's where nothing else is said, the page's for an inline script. */
  host?: string;
  path: string;
  /** Session timeout in seconds. */
  timeout: number;
  /** The state where nobody was asked: `not_required`, `unknown`, or `denied` by Global Privacy Control. */
  consent: ConsentState;
  /** Send nothing while consent is unknown. */
  strict?: unknown;
  /** The fragment is a route. */
  hash?: unknown;
  /** Hosts whose links are not outbound, besides the page's own. */
  domains: string[];
  /** Query parameters that carry a search term. */
  search: string[];
  beforeSend: (event: TrackedEvent) => TrackedEvent | null | undefined;
}

declare global {
  interface Window {
    __footfall_config?: Props;
  }
}

const { src = '', dataset } = (document.currentScript || {}) as Partial<HTMLScriptElement>;

export const settings: Settings = {
  host: new URL(src || location.href).origin,
  path: '/api/collect',
  timeout: 1800,
  consent: 'not_required',
  domains: [],
  beforeSend: (event) => event,
  search: ['q', 's', 'search', 'query', 'keyword'],
  ...(dataset as Props | undefined),
  ...window.__footfall_config,
};

/** Switches are on unless set to false, in options or as an attribute. */
export const isOn = (name?: string): boolean => settings[name!] + '' != 'false';
