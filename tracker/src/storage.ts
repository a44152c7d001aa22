import { attempt } from './guard';

/** Where storage is forbidden, what is kept lasts as long as the page. */
const store = attempt(() => localStorage) || ({} as Record<string, string | undefined>);

export const load = (key: string): string | undefined => store[key] as string | undefined;

/** Without a value it removes. Full storage is the same as none. */
export const save = (key: string, value?: string | false): void => {
  attempt(() => (value ? (store[key] = value) : delete store[key]));
};

export const parse = (text?: string): unknown => attempt(() => JSON.parse(text!) as unknown);

export const keysStartingWith = (prefix: string): string[] =>
  Object.keys(store).filter((key) => key.startsWith(prefix));
