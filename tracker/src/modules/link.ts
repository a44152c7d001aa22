import type { Module } from '../api';
import { timeZone } from '../timezone';

const PARAMETER = '_ff';
const AGE_SEC_MAX = 120;

/** 32-bit FNV-1a over the UTF-16 code units, low byte first, in base 36. */
const check = (text: string): string => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    for (const byte of [unit & 255, unit >> 8]) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0).toString(36);
};

/** Ties the parameter to this moment and browser, so that a shared link carries nobody along. */
const signed = (visitor: string, seconds: number): string =>
  `${visitor}.${seconds}.${check([visitor, seconds, navigator.userAgent, timeZone()].join('|'))}`;

/**
 * The visitor stays the same on the hosts that `link` lists: links and forms that lead there carry
 * `_ff=<visitor>.<unix seconds>.<check>`. It is believed for two minutes and from those hosts only.
 */
const link: Module = (settings, methods, _hooks, listen, mayStore, adopt) => {
  const listed = (host: string): boolean =>
    ((settings.link as string[] | undefined) || []).some((own) => ('.' + host).endsWith('.' + own));

  const here = new URL(location.href);
  const value = here.searchParams.get(PARAMETER);
  if (value) {
    const [visitor = '', seconds = ''] = value.split('.');
    const ageSec = Date.now() / 1000 - +seconds;
    if (
      mayStore() &&
      /^[\w-]{1,64}$/.test(visitor) &&
      Math.abs(ageSec) <= AGE_SEC_MAX &&
      value == signed(visitor, +seconds) &&
      document.referrer &&
      listed(new URL(document.referrer).hostname)
    )
      adopt(visitor);
    here.searchParams.delete(PARAMETER);
    history.replaceState(history.state, '', here);
  }

  const carried = (): string | undefined => {
    const visitor = mayStore() && methods.getVisitorId();
    return visitor ? signed(visitor, Math.floor(Date.now() / 1000)) : undefined;
  };

  listen('click auxclick', ({ target }) => {
    const element = (target as Element).closest<HTMLAnchorElement>('a[href]')!;
    const own = element.hostname != location.hostname && listed(element.hostname) && carried();
    if (!own) return;
    const url = new URL(element.href);
    url.searchParams.set(PARAMETER, own);
    element.href = url.href;
  });

  listen('submit', ({ target }) => {
    const form = target as HTMLFormElement;
    const url = new URL(form.getAttribute('action') || '', location.href);
    const own = url.hostname != location.hostname && listed(url.hostname) && carried();
    if (!own) return;
    if ((form.getAttribute('method') || '').toLowerCase() == 'post') {
      url.searchParams.set(PARAMETER, own);
      form.setAttribute('action', url.href);
      return;
    }
    // What a GET form sends replaces the query of its address.
    const field =
      form.querySelector<HTMLInputElement>(`input[name=${PARAMETER}]`) ||
      document.createElement('input');
    Object.assign(field, { type: 'hidden', name: PARAMETER, value: own });
    form.append(field);
  });
};

export default link;
