import { settings } from './settings';

/** The page view that events belong to; during a navigation it lags behind the address bar. */
export let pageUrl: string | undefined;

export const address = (): string => (settings.hash ? location.href : location.href.split('#')[0]!);

export const enterPage = (): void => {
  pageUrl = address();
};

/** The site's domain that a host belongs to; nothing for a host that is not the site's. */
export const ownDomain = (host: string): string | undefined =>
  [settings.domains, location.hostname]
    .flat()
    .find((domain) => ('.' + host).endsWith('.' + domain));
