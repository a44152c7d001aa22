import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { afterPress } from './after-press';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it.each(['pointerup', 'pointercancel', 'keyup'])(
  'runs once after %s, and after its click',
  (type) => {
    const then = vi.fn();
    afterPress(then);
    vi.advanceTimersByTime(10_000);
    expect(then).not.toHaveBeenCalled();
    dispatchEvent(new Event(type));
    dispatchEvent(new Event('click'));
    expect(then).not.toHaveBeenCalled();
    vi.runAllTimers();
    dispatchEvent(new Event(type));
    vi.runAllTimers();
    expect(then).toHaveBeenCalledOnce();
  },
);

it('is taken back, before and after the press', () => {
  const then = vi.fn();
  afterPress(then)();
  dispatchEvent(new Event('pointerup'));
  const takeBack = afterPress(then);
  dispatchEvent(new Event('pointerup'));
  takeBack();
  vi.runAllTimers();
  expect(then).not.toHaveBeenCalled();
});
