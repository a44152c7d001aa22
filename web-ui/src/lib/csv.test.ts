import { expect, it } from 'vitest';
import { toCsv } from './csv';

it('quotes what has to be quoted and nothing else', () => {
  expect(
    toCsv(
      ['a', 'b'],
      [
        ['x,y', 1],
        ['say "no"', null],
        ['two\nlines', true],
      ],
    ),
  ).toBe('a,b\r\n"x,y",1\r\n"say ""no""",\r\n"two\nlines",true\r\n');
});

it('hands a spreadsheet no formula', () => {
  expect(toCsv(['a'], [['=1+1'], ['@x'], [-1]])).toBe("a\r\n'=1+1\r\n'@x\r\n-1\r\n");
});
