import { describe, expect, it } from 'vitest';
import { firstKnown } from './language';

const modules = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./*.test.ts'], {
  eager: true,
});
const isCatalogue = (value: unknown): value is Record<string, object> =>
  typeof value === 'object' && value !== null && 'en' in value && 'de' in value;
const catalogues = Object.entries(modules).flatMap(([file, module]) =>
  Object.entries(module)
    .filter(([, value]) => isCatalogue(value))
    .map(([name, value]) => [`${file} ${name}`, value as Record<string, object>] as const),
);

/** Every text by its place, functions with how many values they take. */
const places = (texts: object, path = ''): string[] =>
  Object.entries(texts).flatMap(([key, text]: [string, unknown]) => {
    if (typeof text === 'string') return [path + key];
    if (typeof text === 'function') return [`${path}${key}/${text.length}`];
    return places(text as object, `${path}${key}.`);
  });
const empty = (texts: object): string[] =>
  Object.entries(texts).flatMap(([key, text]: [string, unknown]) =>
    typeof text === 'string'
      ? text.trim()
        ? []
        : [key]
      : typeof text === 'object'
        ? empty(text!)
        : [],
  );

describe('the catalogues', () => {
  it('are found', () => expect(catalogues.length).toBeGreaterThan(8));

  it.each(catalogues)('%s is complete in every language', (_, catalogue) => {
    const [first, ...others] = Object.values(catalogue);
    for (const other of others) expect(places(other).sort()).toEqual(places(first!).sort());
    for (const texts of Object.values(catalogue)) expect(empty(texts)).toEqual([]);
  });
});

it.each([
  [['de-AT', 'en'], 'de'],
  [['fr', 'de'], 'de'],
  [['fr'], 'en'],
  [[], 'en'],
])('of %j %s is the first known', (wanted, language) => {
  expect(firstKnown(wanted)).toBe(language);
});
