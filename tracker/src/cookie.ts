import { attempt } from './guard';
import { ownDomain } from './page';

export const getCookie = (): string | undefined =>
  attempt(() => /\b_ff=([^;]+)/.exec(document.cookie)![1]);

/** On the site's domain, so that its subdomains share it. Age zero removes. */
export const setCookie = (value: string, maxAgeSec: number): void => {
  attempt(
    () =>
      (document.cookie = `_ff=${value};path=/;samesite=lax;max-age=${maxAgeSec};domain=${ownDomain(location.hostname)}`),
  );
};
