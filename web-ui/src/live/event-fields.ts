import { textsNow } from '../i18n/catalogue';
import { LIVE } from '../i18n/live';
import { perLocale } from '../i18n/locale';
import { nameOf } from '../lib/names';
import type { Dimension } from '../api/generated';
import type { FeedEvent } from './feed';

export interface Field {
  label: string;
  value: string;
}

export interface FieldGroup {
  title: string;
  fields: Field[];
}

const moment = perLocale(
  (tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'medium' }),
);

const group = (
  title: string,
  list: readonly (readonly [string, string | null | undefined])[],
): FieldGroup[] => {
  const fields = list.flatMap(([label, value]) => (value ? [{ label, value }] : []));
  return fields.length ? [{ title, fields }] : [];
};

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const named = (dimension: Dimension, value: string | null): string | null =>
  value && nameOf(dimension, value);

/** All that is known of an event, without what is not set. */
export const eventFields = (event: FeedEvent): FieldGroup[] => {
  const { groups, fields } = textsNow(LIVE);
  const at = (iso: string): string => moment().format(new Date(iso));
  const properties = (event.properties as Record<string, unknown> | null) ?? {};
  return [
    ...group(groups.event, [
      [fields.name, event.name],
      [fields.time, at(event.timestamp)],
      [fields.received, at(event.serverTimestamp)],
      [fields.value, event.value === null ? null : `${event.value} ${event.currency ?? ''}`.trim()],
      [fields.transaction, event.transactionId],
      [fields.origin, named('ORIGIN', event.origin)],
      [fields.bot, event.isBot ? fields.yes : null],
      [fields.id, event.id],
    ]),
    ...group(groups.page, [
      [fields.address, event.pageUrl],
      [fields.path, event.pagePath],
      [fields.title, event.pageTitle],
      [fields.referrer, event.referrer],
    ]),
    ...group(
      groups.properties,
      Object.entries(properties).map(([name, value]) => [name, text(value)] as const),
    ),
    ...group(groups.visit, [
      [fields.source, named('SOURCE', event.source)],
      [fields.medium, named('MEDIUM', event.medium)],
      [fields.channel, event.channel],
      [fields.campaign, event.campaign],
      [fields.visit, event.sessionId],
    ]),
    ...group(groups.visitor, [
      [fields.country, named('COUNTRY', event.country)],
      [fields.region, event.region],
      [fields.city, event.city],
      [fields.company, event.company],
      [fields.type, named('VISITOR_TYPE', event.visitorType)],
      [fields.device, named('DEVICE', event.device)],
      [fields.browser, event.browser],
      [fields.system, event.os],
      [fields.language, named('LANGUAGE', event.language)],
      [fields.visitor, event.visitorId],
      [fields.user, event.userId],
    ]),
  ];
};

/** All columns under the names of the table, as analysts write them. */
export const columnFields = (
  columns: unknown,
  address: string | null | undefined,
): FieldGroup[] => {
  if (typeof columns !== 'object' || columns === null) return [];
  const { groups, fields } = textsNow(LIVE);
  return group(groups.stored, [
    [fields.rawAddress, address],
    ...Object.entries(columns).map(([name, value]) => [name, text(value)] as const),
  ]);
};
