import { useEffect, useRef, useState, type ReactElement } from 'react';

const LASTS_MS = 500;
const isStill = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

interface CounterProps {
  value: number;
  format: (value: number) => string;
  className?: string;
}

/** A number that runs to its new value instead of jumping. */
export function Counter({ value, format, className = '' }: CounterProps): ReactElement {
  const [shown, setShown] = useState(value);
  const current = useRef(value);
  useEffect(() => {
    const from = current.current;
    if (from === value) return undefined;
    const started = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const part = isStill() ? 1 : Math.min(1, Math.max(0, now - started) / LASTS_MS);
      current.current = part === 1 ? value : from + (value - from) * (1 - (1 - part) ** 3);
      setShown(current.current);
      if (part < 1) frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [value]);
  return <span className={'figures ' + className}>{format(shown)}</span>;
}
