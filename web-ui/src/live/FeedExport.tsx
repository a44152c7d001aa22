import type { ReactElement } from 'react';
import { Popover, PopoverClose } from '../dashboard/Popover';
import { Download } from '../dashboard/icons';
import { toCsv } from '../lib/csv';
import { download } from '../lib/export';
import type { FeedEvent } from './feed';
import { useTexts } from '../i18n/catalogue';
import { LIVE } from '../i18n/live';

const COLUMNS = [
  'timestamp',
  'siteId',
  'name',
  'pageUrl',
  'pagePath',
  'pageTitle',
  'referrer',
  'source',
  'medium',
  'channel',
  'campaign',
  'country',
  'region',
  'city',
  'company',
  'device',
  'browser',
  'os',
  'visitorId',
  'sessionId',
  'value',
  'currency',
  'id',
] as const satisfies readonly (keyof FeedEvent)[];

const FORMATS = ['csv', 'json'] as const;

/** What the feed shows at this moment, as a file. */
export function FeedExport({ events }: { events: readonly FeedEvent[] }): ReactElement {
  const t = useTexts(LIVE);
  const save = (format: (typeof FORMATS)[number]): void => {
    const text =
      format === 'csv'
        ? toCsv(
            COLUMNS,
            events.map((event) => COLUMNS.map((column) => event[column])),
          )
        : JSON.stringify(events, null, 1);
    download(new Blob([text], { type: `text/${format}` }), `events.${format}`);
  };
  return (
    <Popover
      label={t.export}
      className="w-36"
      trigger={
        <button
          type="button"
          disabled={!events.length}
          className="inline-flex h-8 items-center gap-1.5 rounded-lg px-2.5 text-[13px] font-medium text-soft hover:bg-sunken hover:text-ink disabled:opacity-50"
        >
          <Download className="size-3.5" />
          {t.export}
        </button>
      }
    >
      {FORMATS.map((format) => (
        <PopoverClose asChild key={format}>
          <button
            type="button"
            className="block w-full rounded-lg px-2.5 py-1.5 text-left hover:bg-sunken"
            onClick={() => save(format)}
          >
            {format.toUpperCase()}
          </button>
        </PopoverClose>
      ))}
    </Popover>
  );
}
