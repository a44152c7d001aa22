import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>('../**/*.tsx', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** Names, which are the same in every language. */
const NAMES = ['Footfall', '(CC BY 4.0)'];

/** Words between tags, and in attributes that are read. */
const TEXTS = [
  /[\w"'}]>\s*([^<>{}=;()]*[A-Za-z]{2}[^<>{}=;]*?)\s*<\/?[A-Za-z]/g,
  /\s(?:aria-label|title|label|placeholder|alt|text|hint|description)="([^"]*[A-Za-z]{2}[^"]*)"/g,
];
/** What is no word but an example: a host, a path, an event's name. */
const EXAMPLE = /^[a-z0-9_.,/…@:-]+$/;

const textsIn = (source: string): string[] =>
  TEXTS.flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, text = '']) => text.trim()),
  ).filter((text) => !NAMES.includes(text) && !EXAMPLE.test(text));

describe('a text that is not in a catalogue', () => {
  it('is found', () => {
    expect(textsIn('<p className="x">Hello there</p>')).toEqual(['Hello there']);
    expect(textsIn('<p title="Hello there">{text}</p>')).toEqual(['Hello there']);
  });

  it.each(Object.entries(sources))('is not in %s', (_, source) => {
    expect(textsIn(source)).toEqual([]);
  });
});
