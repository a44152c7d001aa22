import { useLayoutEffect, useState, type RefObject } from 'react';

/** The element's width in CSS pixels, followed as it changes; not known before the element is there. */
export const useWidth = (element: RefObject<HTMLElement | null>): number | undefined => {
  const [width, setWidth] = useState<number>();
  useLayoutEffect(() => {
    const found = element.current;
    if (!found) return undefined;
    const measure = (): void => setWidth(found.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(found);
    return () => observer.disconnect();
  }, [element]);
  return width;
};
