import { useEffect, useRef, useState, type RefObject } from 'react';

/** Whether the element has been on screen. */
export const useVisible = <E extends Element>(): [RefObject<E | null>, boolean] => {
  const element = useRef<E>(null);
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    if (visible || !element.current) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setVisible(true);
      },
      { rootMargin: '200px' },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [visible]);
  return [element, visible];
};
