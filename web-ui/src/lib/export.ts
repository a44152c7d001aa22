import { ApiError, fromUnknown } from '../api/error';
import type { FilterInput, RangeInput, StatsInput } from '../api/generated';
import { bearer } from '../auth/session';

export type Format = 'csv' | 'json' | 'parquet';

/** Lets the browser keep a file. */
export const download = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

interface EventsExport {
  siteIds: string[];
  range: RangeInput;
  filters: FilterInput[];
}

const post = async (format: Format, what: object, name: string): Promise<boolean> => {
  const response = await fetch('/api/v1/export', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer ' + (await bearer()) },
    body: JSON.stringify({ format, ...what }),
  }).catch((error: unknown) => {
    throw fromUnknown(error);
  });
  if (response.status === 404 || response.status === 405) return false;
  if (!response.ok) {
    const answer = (await response.json().catch(() => null)) as {
      error?: { message?: string };
    } | null;
    throw new ApiError('INTERNAL', answer?.error?.message ?? `the server said ${response.status}`);
  }
  download(await response.blob(), `${name}.${format}`);
  return true;
};

/** The whole answer to a question; false where the server has no export. */
export const exportStats = (format: Format, input: StatsInput, name: string): Promise<boolean> => {
  const stats = { ...input };
  delete stats.limit;
  delete stats.offset;
  return post(format, { stats }, name);
};

export const exportEvents = (
  format: Format,
  events: EventsExport,
  name: string,
): Promise<boolean> => post(format, { events }, name);
