import { icon } from '../ui/icons';

export const Home = icon(
  <path d="M2.5 7.25 8 2.75l5.5 4.5v5.5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-5.5Zm3.75 6.5v-4h3.5v4" />,
);
export const Globe = icon(
  <>
    <circle cx="8" cy="8" r="6" />
    <path d="M2 8h12M8 2c2 2 2.5 4 2.5 6S10 12 8 14c-2-2-2.5-4-2.5-6S6 4 8 2Z" />
  </>,
);
export const Flow = icon(
  <>
    <circle cx="3.75" cy="4" r="1.75" />
    <circle cx="3.75" cy="12" r="1.75" />
    <circle cx="12.25" cy="8" r="1.75" />
    <path d="M5.5 4h1.25C8.5 4 8 8 10.5 8M5.5 12h1.25C8.5 12 8 8 10.5 8" />
  </>,
);
export const Chart = icon(<path d="M3 13V8.5M8 13V3m5 10V6.5" strokeWidth="2" />);
export const Pulse = icon(<path d="M1.75 8.5h2.5L6.5 3.25l3 9.5 2-4.25h2.75" />);
export const Sliders = icon(
  <>
    <path d="M2.5 4.75h5.75m3.5 0h1.75M2.5 11.25h1.75m3.5 0h5.75" />
    <circle cx="10" cy="4.75" r="1.75" />
    <circle cx="6" cy="11.25" r="1.75" />
  </>,
);
export const People = icon(
  <>
    <circle cx="6" cy="5.5" r="2.5" />
    <path d="M1.75 13.25c.3-2.4 2-3.75 4.25-3.75s3.95 1.35 4.25 3.75M10.5 3.2a2.5 2.5 0 0 1 0 4.6m1.4 1.95c1.3.5 2.15 1.7 2.35 3.5" />
  </>,
);
export const KeyIcon = icon(
  <>
    <circle cx="5.25" cy="10.75" r="3" />
    <path d="m7.5 8.5 5.75-5.75M10.5 5.5l2 2" />
  </>,
);
export const Scroll = icon(
  <path d="M4 2.5h8a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1Zm2 3.25h4M6 8h4m-4 2.25h2.5" />,
);
export const Building = icon(
  <path d="M3 13.5v-10a1 1 0 0 1 1-1h5a1 1 0 0 1 1 1v10m0-7h2a1 1 0 0 1 1 1v6m-11.5 0h13M5.5 5.5h2m-2 2.5h2m-2 2.5h2" />,
);
export const Person = icon(
  <>
    <circle cx="8" cy="5.5" r="2.75" />
    <path d="M2.75 13.5c.4-2.75 2.4-4 5.25-4s4.85 1.25 5.25 4" />
  </>,
);
export const MenuIcon = icon(<path d="M2.5 4.5h11m-11 3.5h11m-11 3.5h11" />);
export const ChevronsUpDown = icon(<path d="m5 6.25 3-3 3 3m-6 3.5 3 3 3-3" />);
export const Plus = icon(<path d="M8 3.25v9.5M3.25 8h9.5" />);
export const SignOutIcon = icon(
  <path d="M6.5 13.5h-3a1 1 0 0 1-1-1v-9a1 1 0 0 1 1-1h3m3.75 8L13 8l-2.75-2.5M13 8H6.5" />,
);
export const Keyboard = icon(
  <>
    <rect x="1.75" y="4" width="12.5" height="8" rx="1.5" />
    <path d="M4.5 6.75h.05m2.3 0h.05m2.3 0h.05m2.2 0h.05M5.5 9.5h5" />
  </>,
);
export const Translate = icon(
  <path d="M2.5 4h6.5M5.75 2.5V4m2 0c-.4 2.6-2.4 4.75-5 5.5m1.5-3.25C5 7.75 6.5 9 8.25 9.5M8 13.5l2.9-7 2.85 7M9 11.25h3.8" />,
);
export const CloudOff = icon(
  <path d="m2.5 2.5 11 11M5 5.2A4 4 0 0 0 4.5 13h7m1.9-.6A2.75 2.75 0 0 0 12 7.5a4 4 0 0 0-4.6-3.4" />,
);
