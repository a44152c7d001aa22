import { nameOf } from '../lib/names';
import type { FeedEvent } from './feed';

export interface Field {
  label: string;
  value: string;
}

export interface FieldGroup {
  title: string;
  fields: Field[];
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const group = (
  title: string,
  list: readonly (readonly [string, string | null | undefined])[],
): FieldGroup[] => {
  const fields = list.flatMap(([label, value]) => (value ? [{ label, value }] : []));
  return fields.length ? [{ title, fields }] : [];
};

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const named = (dimension: 'COUNTRY' | 'DEVICE' | 'LANGUAGE', value: string | null): string | null =>
  value && nameOf(dimension, value);

/** All that is known of an event, without what is not set. */
export const eventFields = (event: FeedEvent): FieldGroup[] => [
  ...group('Event', [
    ['Name', event.name],
    ['Time', moment.format(new Date(event.timestamp))],
    ['Received', moment.format(new Date(event.serverTimestamp))],
    ['Value', event.value === null ? null : `${event.value} ${event.currency ?? ''}`.trim()],
    ['Transaction', event.transactionId],
    ['Origin', event.origin],
    ['Bot', event.isBot ? 'yes' : null],
    ['Id', event.id],
  ]),
  ...group('Page', [
    ['Address', event.pageUrl],
    ['Path', event.pagePath],
    ['Title', event.pageTitle],
    ['Referrer', event.referrer],
  ]),
  ...group(
    'Properties',
    Object.entries((event.properties as Record<string, unknown> | null) ?? {}).map(
      ([name, value]) => [name, text(value)] as const,
    ),
  ),
  ...group('Visit', [
    ['Source', event.source],
    ['Medium', event.medium],
    ['Channel', event.channel],
    ['Campaign', event.campaign],
    ['Visit', event.sessionId],
  ]),
  ...group('Visitor', [
    ['Country', named('COUNTRY', event.country)],
    ['Region', event.region],
    ['City', event.city],
    ['Company', event.company],
    ['Type', event.visitorType],
    ['Device', named('DEVICE', event.device)],
    ['Browser', event.browser],
    ['System', event.os],
    ['Language', named('LANGUAGE', event.language)],
    ['Visitor', event.visitorId],
    ['User', event.userId],
  ]),
];

/** All columns under the names of the table, as analysts write them. */
export const columnFields = (columns: unknown, address: string | null | undefined): FieldGroup[] =>
  typeof columns === 'object' && columns !== null
    ? group('As stored', [
        ['ip_address (raw)', address],
        ...Object.entries(columns).map(([name, value]) => [name, text(value)] as const),
      ])
    : [];
