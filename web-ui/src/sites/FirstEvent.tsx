import type { ReactElement } from 'react';
import type { SiteQuery } from '../api/generated';
import { CopyBox } from '../ui/CopyBox';
import { LiveDot } from '../ui/LiveDot';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

type Site = NonNullable<SiteQuery['site']>;

/** Shown until a browser has sent anything. */
export function FirstEvent({ site }: { site: Pick<Site, 'domains' | 'snippet'> }): ReactElement {
  const t = useTexts(DASHBOARD);
  return (
    <section className="card grid grid-cols-1 gap-3 p-5 sm:p-6" aria-label={t.install}>
      <h2 className="text-[17px] font-semibold tracking-[-0.01em]">{t.installTitle}</h2>
      <p className="max-w-prose text-soft">{t.installText(site.domains[0] ?? t.theSite)}</p>
      <CopyBox text={site.snippet} label={t.snippet} />
      <p className="flex items-center gap-2.5 text-soft" role="status">
        <LiveDot active />
        {t.waiting}
      </p>
    </section>
  );
}
