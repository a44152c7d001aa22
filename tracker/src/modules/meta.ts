import type { Module } from '../api';

const NINETY_DAYS_SEC = 7776000;

const cookie = (name: string): string | undefined =>
  new RegExp('(?:^|; )' + name + '=([^;]+)').exec(document.cookie)?.[1];

/**
 * Meta's browser and click id, read from the pixel's cookies or, where there is none, written as it
 * would: `fb.<subdomain index>.<creation, ms>.<random or fbclid>`
 * (https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc).
 * Nothing is read or written without consent.
 */
const meta: Module = (settings, _methods, hooks, _listen, mayStore) => {
  const domain = [settings.domains, location.hostname]
    .flat()
    .find((own) => ('.' + location.hostname).endsWith('.' + own))!;
  const index = domain.split('.').length - 1;

  const kept = (name: string, tail: string): string => {
    const value = `fb.${index}.${Date.now()}.${tail}`;
    document.cookie = `${name}=${value};path=/;samesite=lax;max-age=${NINETY_DAYS_SEC};domain=${domain}`;
    return value;
  };

  hooks.push((event) => {
    if (!mayStore()) return event;
    const clickId = new URL((event.properties.url as string) || '', location.href).searchParams.get(
      'fbclid',
    );
    let fbc = cookie('_fbc');
    if (clickId && !fbc?.endsWith('.' + clickId)) fbc = kept('_fbc', clickId);
    const fbp = cookie('_fbp') || kept('_fbp', Math.floor(Math.random() * 2 ** 31) + '');
    return { ...event, properties: { fbp, fbc, ...event.properties } };
  });
};

export default meta;
