import type { ReactElement } from 'react';
import { useTexts } from '../i18n/catalogue';
import { FLOW } from '../i18n/flow';

export function Footer(): ReactElement {
  const t = useTexts(FLOW);
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
          {t.geolocation}
        </a>{' '}
        (CC BY 4.0)
      </span>
    </footer>
  );
}
