import type { ReactElement, ReactNode } from 'react';

const icon = (content: ReactNode) =>
  function Icon({ className = 'size-4' }: { className?: string }): ReactElement {
    return (
      <svg
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        className={'shrink-0 ' + className}
        aria-hidden="true"
      >
        {content}
      </svg>
    );
  };

export const Sliders = icon(
  <>
    <path d="M2.5 4.75h5.75m3.5 0h1.75M2.5 11.25h1.75m3.5 0h5.75" />
    <circle cx="10" cy="4.75" r="1.75" />
    <circle cx="6" cy="11.25" r="1.75" />
  </>,
);
export const Download = icon(<path d="M8 2.5v7.25m0 0L5 6.9m3 2.85 3-2.85M3 12.75h10" />);
export const Plus = icon(<path d="M8 3.25v9.5M3.25 8h9.5" />);
export const Bookmark = icon(<path d="M4.5 2.75h7v10.5L8 10.75l-3.5 2.5V2.75Z" />);
export const Trash = icon(
  <path d="M3 4.5h10M6.5 4.5V3h3v1.5m-5 0 .5 8.5h6l.5-8.5M6.75 7v3.5m2.5-3.5v3.5" />,
);
export const Group = icon(
  <>
    <rect x="2.5" y="3" width="11" height="10" rx="2" strokeDasharray="2.2 2" />
    <path d="M5.5 8h5" />
  </>,
);
export const Compare = icon(
  <path d="M5 3v10m0 0L2.75 10.75M5 13l2.25-2.25M11 13V3m0 0L8.75 5.25M11 3l2.25 2.25" />,
);
export const More = icon(<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" strokeWidth="2.2" />);
export const Bot = icon(
  <>
    <rect x="3" y="5.5" width="10" height="7.5" rx="2" />
    <path d="M8 3v2.5M6 9v.5M10 9v.5M1.5 9v1.5m13-1.5v1.5" />
  </>,
);
