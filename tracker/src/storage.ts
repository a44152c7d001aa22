import { attempt } from './guard';

let store: Record<string, string | undefined> | undefined;

/**
 * Asked for as late as possible: the first question costs the page two waits for another process.
 * Where storage is forbidden, what is kept lasts as long as the page.
 */
const device = (): Record<string, string | undefined> =>
  (store ||= attempt(() => localStorage as Storage & typeof store) || {});

export const load = (key: string): string | undefined => device()[key];

/** Without a value it removes. Full storage is the same as none. */
export const save = (key: string, value?: string | false): void => {
  attempt(() => (value ? (device()[key] = value) : delete device()[key]));
};

export const parse = (text?: string): unknown => attempt(() => JSON.parse(text!) as unknown);

export const keysStartingWith = (prefix: string): string[] =>
  Object.keys(device()).filter((key) => key.startsWith(prefix));
