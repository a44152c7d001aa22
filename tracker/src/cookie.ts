import { attempt } from './guard';

export const getCookie = (): string | undefined =>
  attempt(() => /\b_ff=([\w-]+)/.exec(document.cookie)![1]);

/**
 * Tries the suffixes of the host name from the shortest on. Public suffixes refuse a cookie, so the
 * first that takes it is the registrable domain. Age zero removes.
 */
export const setCookie = (value: string, maxAgeSec: number): void => {
  attempt(() => {
    let domain = '';
    const labels = location.hostname.split('.');
    labels.reverse().some((label) => {
      domain = label + (domain && '.' + domain);
      document.cookie = `_ff=${value};path=/;samesite=lax;max-age=${maxAgeSec};domain=${domain}`;
      return (getCookie() || '') == value;
    });
  });
};
