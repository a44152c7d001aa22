import type { ReactElement } from 'react';

export function Footer(): ReactElement {
  return (
    <footer className="flex flex-wrap justify-between gap-x-6 gap-y-1 pt-4 pb-8 text-[12px] text-faint">
      <span>Footfall</span>
      <span>
        <a
          href="https://db-ip.com"
          rel="noreferrer"
          target="_blank"
          className="underline decoration-line-strong underline-offset-2 hover:text-soft"
        >
          IP geolocation by DB-IP
        </a>{' '}
        (CC BY 4.0)
      </span>
    </footer>
  );
}
