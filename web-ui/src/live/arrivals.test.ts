import { expect, it } from 'vitest';
import { arrivals, hasNews } from './arrivals';

const minutes = (...events: number[]) =>
  arrivals(events.map((count, index) => ({ at: `10:0${index}`, events: count })));

it.each([
  [minutes(3), minutes(3), false],
  [minutes(3), minutes(4), true],
  [minutes(3), minutes(3, 0), false],
  [minutes(3), minutes(3, 1), true],
  [minutes(3, 2), minutes(4, 2), true],
  [minutes(), minutes(), false],
])('%#', (before, now, expected) => {
  expect(hasNews(before, now)).toBe(expected);
});
