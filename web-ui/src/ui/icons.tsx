import type { ReactElement, ReactNode } from 'react';

export const icon = (content: ReactNode) =>
  function Icon({ className = '' }: { className?: string }): ReactElement {
    return (
      <svg
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        className={`shrink-0 ${className.includes('size-') ? '' : 'size-4'} ${className}`}
        aria-hidden="true"
      >
        {content}
      </svg>
    );
  };

export const ChevronDown = icon(<path d="m4 6.25 4 4 4-4" />);
export const ArrowUp = icon(<path d="M8 12.5v-9m0 0L4.5 7M8 3.5 11.5 7" />);
export const ArrowDown = icon(<path d="M8 3.5v9m0 0L4.5 9M8 12.5 11.5 9" />);
export const ArrowLeft = icon(<path d="M12.5 8h-9m0 0L7 4.5M3.5 8 7 11.5" />);
export const Close = icon(<path d="m4.5 4.5 7 7m0-7-7 7" />);
export const Check = icon(<path d="m3.5 8.5 3 3 6-7" />);
export const Filter = icon(<path d="M2.5 4h11M4.75 8h6.5M7 12h2" />);
export const Calendar = icon(
  <>
    <rect x="2.5" y="3.5" width="11" height="10" rx="2" />
    <path d="M2.5 6.75h11M5.5 2v2.5m5-2.5v2.5" />
  </>,
);
export const Sun = icon(
  <>
    <circle cx="8" cy="8" r="2.75" />
    <path d="M8 1.75v1.5m0 9.5v1.5M1.75 8h1.5m9.5 0h1.5M3.6 3.6l1 1m6.8 6.8 1 1m0-8.8-1 1m-6.8 6.8-1 1" />
  </>,
);
export const Moon = icon(<path d="M13.25 9.4A5.5 5.5 0 0 1 6.6 2.75a5.5 5.5 0 1 0 6.65 6.65Z" />);
export const Screen = icon(
  <>
    <rect x="2" y="3" width="12" height="8" rx="1.5" />
    <path d="M6 13.5h4" />
  </>,
);
export const Help = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M6.25 6.4c.1-1 .85-1.65 1.8-1.65 1 0 1.75.65 1.75 1.55 0 1.35-1.7 1.4-1.7 2.6m0 2.1v.05" />
  </>,
);
export const Pause = icon(<path d="M5.75 3.5v9m4.5-9v9" strokeWidth="2" />);
export const Play = icon(<path d="M5 3.5v9l7.5-4.5L5 3.5Z" />);
export const Table = icon(
  <>
    <rect x="2.5" y="3" width="11" height="10" rx="1.5" />
    <path d="M2.5 6.5h11m-11 3.25h11M6.5 6.5V13" />
  </>,
);
export const LineChart = icon(<path d="M2.5 13.5h11M3 10l3-3.5 2.75 2L13 3.5" />);
export const Search = icon(
  <>
    <circle cx="7" cy="7" r="4.25" />
    <path d="m10.25 10.25 3.25 3.25" />
  </>,
);
export const Warning = icon(
  <path d="M8 6v3m0 2.25v.05M6.9 2.9 1.9 11.4a1.25 1.25 0 0 0 1.1 1.85h10a1.25 1.25 0 0 0 1.1-1.85L9.1 2.9a1.25 1.25 0 0 0-2.2 0Z" />,
);
export const Copy = icon(
  <>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
  </>,
);
export const Expand = icon(<path d="M9.5 2.5h4v4m0-4-4.5 4.5m-2.5 6.5h-4v-4m0 4L7 9" />);

export function Logo({ className = 'size-7' }: { className?: string }): ReactElement {
  return (
    <svg viewBox="0 0 32 32" className={'shrink-0 ' + className} aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <g fill="var(--on-accent)">
        <rect x="7" y="17" width="4.4" height="8" rx="2.2" />
        <rect x="13.8" y="12" width="4.4" height="13" rx="2.2" />
        <rect x="20.6" y="7" width="4.4" height="18" rx="2.2" opacity=".6" />
      </g>
    </svg>
  );
}
