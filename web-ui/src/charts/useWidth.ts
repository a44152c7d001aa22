import { useLayoutEffect, useState, type RefObject } from 'react';

/** The element's width in CSS pixels, followed as it changes. */
export const useWidth = (element: RefObject<HTMLElement | null>, initial: number): number => {
  const [width, setWidth] = useState(initial);
  useLayoutEffect(() => {
    const found = element.current;
    if (!found) return undefined;
    const observer = new ResizeObserver(() => setWidth(found.clientWidth));
    observer.observe(found);
    return () => observer.disconnect();
  }, [element]);
  return width;
};
