import { expect, it } from 'vitest';
import { swipeOf } from './swipe';

it.each([
  [{ dx: -120, dy: 10, ms: 200 }, 1],
  [{ dx: 120, dy: -10, ms: 200 }, -1],
  [{ dx: -120, dy: 90, ms: 200 }, 0],
  [{ dx: -40, dy: 0, ms: 200 }, 0],
  [{ dx: -200, dy: 0, ms: 2000 }, 0],
])('%j is %i', (stroke, direction) => {
  expect(swipeOf(stroke)).toBe(direction);
});
