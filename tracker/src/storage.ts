import { attempt } from './guard';

let store: Record<string, string | undefined> | undefined;

/**
 * Asked for as late as possible: the first question costs the page two waits for another process.
 * Where storage is forbidden, what is kept lasts as long as the page.
 */
const device = (): Record<string, string | undefined> =>
  (store ||= attempt(() => localStorage as Storage & typeof store) || {});

/** What another has written there, or nobody, is undefined. */
export const load = (key: string): unknown => attempt(() => JSON.parse(device()[key]!) as unknown);

/** Without a value it removes. Full storage is the same as none. */
export const save = (key: string, value?: unknown): void => {
  attempt(() => (value ? (device()[key] = JSON.stringify(value)) : delete device()[key]));
};

export const eachKey = (prefix: string, action: (key: string) => void): void =>
  Object.keys(device()).forEach((key) => {
    if (key.startsWith(prefix)) action(key);
  });
