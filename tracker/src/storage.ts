import { attempt } from './guard';

export const load = (key: string): string | null | undefined =>
  attempt(() => localStorage[key] as string);

/** Without a value it removes. Full or forbidden storage is the same as none. */
export const save = (key: string, value?: string | null | false): void => {
  attempt(() => (value ? (localStorage[key] = value) : delete localStorage[key]));
};

export const parse = (text: string | null | undefined): unknown =>
  attempt(() => JSON.parse(text!) as unknown);

export const keysStartingWith = (prefix: string): string[] =>
  attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(prefix))) || [];
