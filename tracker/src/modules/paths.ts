import type { Module } from '../api';
import type { Props } from '../types';
import { sha256 } from './sha256';

/** `*` stands for any characters. */
const matches = (text: string, patterns: unknown): boolean =>
  ((patterns as string[] | undefined) || []).some((pattern) =>
    new RegExp('^' + pattern.replace(/[^\w*]/g, '\\$&').replace(/\*/g, '.*') + '$').test(text),
  );

const CAMPAIGN = /^(utm_\w+|\w*c(lk?|c)id|[gw]braid|li_fat_id|epik)$/;

/**
 * Leaves out hosts (`excludeHosts`) and paths (`excludePaths`), and with a key in `hashPaths` sends
 * `/~` and 16 hex digits instead of a path: SHA-256 of the key and the path.
 */
const paths: Module = (settings, _methods, hooks) => {
  const hashed = ({ pathname, hash }: URL): string =>
    '/~' + sha256(settings.hashPaths + pathname + (settings.hash ? hash : '')).slice(0, 16);

  const withoutPath = (given: Props, url: URL): Props => {
    const properties: Props = { ...given, path: hashed(url) };
    url.searchParams.forEach((value, name) => {
      if (CAMPAIGN.test(name.toLowerCase())) properties[name.toLowerCase()] = value;
    });
    delete properties.url;
    delete properties.title;
    for (const name of ['referrer', 'link_url', 'form_destination']) {
      if (!properties[name]) continue;
      const target = new URL(properties[name] as string, url);
      if (target.host != url.host) continue;
      properties[name] = target.origin + hashed(target);
      if (name == 'link_url') delete properties.file_name;
    }
    return properties;
  };

  hooks.push((event) => {
    const url = new URL((event.properties.url as string) || '', location.href);
    if (
      matches(url.hostname, settings.excludeHosts) ||
      matches(url.pathname, settings.excludePaths)
    )
      return null;
    return settings.hashPaths
      ? { ...event, properties: withoutPath(event.properties, url) }
      : event;
  });
};

export default paths;
