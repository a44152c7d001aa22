import { useEffect, useState, type RefObject } from 'react';

/** Whether the element has come near the window; what nobody has scrolled to asks nothing. */
export const useSeen = (element: RefObject<HTMLElement | null>): boolean => {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const found = element.current;
    if (!found || seen) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
      },
      { rootMargin: '80px' },
    );
    observer.observe(found);
    return () => observer.disconnect();
  }, [element, seen]);
  return seen;
};
