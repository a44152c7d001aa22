import { Link, Navigate, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ApiError } from '../api/error';
import { SiteAdminDocument } from '../api/sites.generated';
import { useQuery } from '../api/useQuery';
import { SETTINGS } from '../i18n/settings';
import { useTexts } from '../i18n/catalogue';
import { useMay } from '../shell/organization';
import { NoPermission } from '../shell/NoPermission';
import { Page } from '../shell/Page';
import { PageFallback } from '../shell/PageFallback';
import { Collection } from '../sites/settings/Collection';
import { Conversions } from '../sites/settings/Conversions';
import { Danger } from '../sites/settings/Danger';
import { General } from '../sites/settings/General';
import { Privacy } from '../sites/settings/Privacy';
import { Retention } from '../sites/settings/Retention';
import { Tracking } from '../sites/settings/Tracking';
import type { AdminSite } from '../sites/settings/useSiteUpdate';
import { Notice } from '../ui/form/Notice';
import { Failure } from '../ui/states';

const SECTIONS = [
  'general',
  'tracking',
  'collection',
  'privacy',
  'conversions',
  'retention',
  'danger',
] as const;
type SectionId = (typeof SECTIONS)[number];

export function SiteSettingsPage(): ReactElement {
  const t = useTexts(SETTINGS);
  const { siteId, section } = useParams({ from: '/app/sites/$siteId/settings/$section' });
  const site = useQuery(SiteAdminDocument, { id: siteId });
  const found = site.data?.site;
  const chosen = SECTIONS.find((one) => one === section);
  if (!chosen)
    return (
      <Navigate
        to="/sites/$siteId/settings/$section"
        params={{ siteId, section: 'general' }}
        replace
      />
    );
  if (found?.id === siteId) return <Settings key={siteId} site={found} chosen={chosen} />;
  if (site.status === 'loading') return <PageFallback />;
  return (
    <Page title={t.title}>
      <div className="card py-16">
        {site.status === 'failed' ? (
          <Failure error={site.error} onRetry={site.retry} />
        ) : (
          <Failure error={new ApiError('NOT_FOUND', t.noSite)} />
        )}
      </div>
    </Page>
  );
}

/** Where the sections are a row that scrolls, the chosen one is not left outside of it. */
const showInRow = (item: HTMLLIElement | null): void => {
  const row = item?.parentElement;
  if (!item || !row) return;
  row.scrollLeft = item.offsetLeft - (row.clientWidth - item.offsetWidth) / 2;
};

function Settings({ site, chosen }: { site: AdminSite; chosen: SectionId }): ReactElement {
  const t = useTexts(SETTINGS);
  const may = useMay(site.organizationId);
  const mayChange = may('configure');
  if (chosen === 'danger' && !may('administer')) return <NoPermission />;
  const shown = SECTIONS.filter((one) => one !== 'danger' || may('administer'));
  return (
    <Page title={t.title} description={site.name}>
      <div className="grid grid-cols-1 gap-x-10 gap-y-5 md:grid-cols-[176px_minmax(0,1fr)]">
        <nav aria-label={t.navigation}>
          <ul className="quiet-scroll relative -mx-4 flex gap-0.5 overflow-x-auto px-4 md:sticky md:top-[calc(var(--shell-top)+1.5rem)] md:mx-0 md:grid md:px-0">
            {shown.map((one) => (
              <li key={one} ref={one === chosen ? showInRow : undefined}>
                <Link
                  to="/sites/$siteId/settings/$section"
                  params={{ siteId: site.id, section: one }}
                  className={`flex h-8 items-center rounded-lg px-2.5 font-medium whitespace-nowrap hover:bg-line/60 aria-[current=page]:bg-line/60 aria-[current=page]:text-ink max-md:h-9 ${one === 'danger' ? 'text-bad' : 'text-soft'}`}
                >
                  {t.sections[one]}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="grid min-w-0 grid-cols-1 content-start gap-5">
          <h2 className="sr-only">{t.sections[chosen]}</h2>
          {!mayChange && <Notice kind="plain">{t.readOnly}</Notice>}
          <Chosen site={site} section={chosen} mayChange={mayChange} />
        </div>
      </div>
    </Page>
  );
}

function Chosen({
  site,
  section,
  mayChange,
}: {
  site: AdminSite;
  section: SectionId;
  mayChange: boolean;
}): ReactElement {
  const given = { site, mayChange };
  switch (section) {
    case 'general':
      return <General {...given} />;
    case 'tracking':
      return <Tracking {...given} />;
    case 'collection':
      return <Collection {...given} />;
    case 'privacy':
      return <Privacy {...given} />;
    case 'conversions':
      return <Conversions {...given} />;
    case 'retention':
      return <Retention {...given} />;
    case 'danger':
      return <Danger site={site} />;
  }
}
