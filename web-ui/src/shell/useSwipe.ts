import { useEffect, useEffectEvent, type RefObject } from 'react';
import { swipeOf } from './swipe';

/** Charts, maps and what scrolls sideways have strokes of their own. */
const ownsStrokes = (target: Element, root: Element): boolean => {
  for (let at: Element | null = target; at && at !== root; at = at.parentElement) {
    if (at.matches('input, textarea, select, svg, canvas, [data-no-swipe]')) return true;
    if (at.scrollWidth > at.clientWidth + 1 && getComputedStyle(at).overflowX !== 'visible')
      return true;
  }
  return false;
};

export const useSwipe = (
  element: RefObject<HTMLElement | null>,
  onSwipe: (direction: -1 | 1) => void,
): void => {
  const swiped = useEffectEvent(onSwipe);
  useEffect(() => {
    const root = element.current;
    if (!root) return undefined;
    let from: { x: number; y: number; at: number } | undefined;
    const start = (event: TouchEvent): void => {
      const [touch] = event.touches;
      const isOne = event.touches.length === 1;
      from =
        touch && isOne && !ownsStrokes(event.target as Element, root)
          ? { x: touch.clientX, y: touch.clientY, at: event.timeStamp }
          : undefined;
    };
    const end = (event: TouchEvent): void => {
      const [touch] = event.changedTouches;
      if (!from || !touch) return;
      const direction = swipeOf({
        dx: touch.clientX - from.x,
        dy: touch.clientY - from.y,
        ms: event.timeStamp - from.at,
      });
      from = undefined;
      if (direction) swiped(direction);
    };
    root.addEventListener('touchstart', start, { passive: true });
    root.addEventListener('touchend', end, { passive: true });
    return () => {
      root.removeEventListener('touchstart', start);
      root.removeEventListener('touchend', end);
    };
  }, [element]);
};
