import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { SiteAdminDocument } from '../api/sites.generated';
import { useQuery } from '../api/useQuery';
import { SITES } from '../i18n/sites';
import { useTexts } from '../i18n/catalogue';
import { WithRight } from '../shell/NoPermission';
import { Page } from '../shell/Page';
import { FirstEventWatch } from '../sites/FirstEventWatch';
import { NewSiteForm } from '../sites/NewSiteForm';
import { SnippetTabs } from '../sites/SnippetTabs';
import { buttonClass } from '../ui/form/Button';

/** From nothing to the first event: the site, the snippet, and the wait for it. */
export function NewSitePage(): ReactElement {
  const { site } = useSearch({ from: '/app/sites/new' });
  return (
    <WithRight right="administer">
      {() => (site ? <Install key={site} siteId={site} /> : <Create />)}
    </WithRight>
  );
}

function Create(): ReactElement {
  const t = useTexts(SITES);
  const navigate = useNavigate();
  return (
    <Page narrow title={t.newTitle} description={t.newText}>
      <NewSiteForm
        onCreated={({ id }) =>
          void navigate({ to: '/sites/new', search: { site: id }, replace: true })
        }
      />
    </Page>
  );
}

function Install({ siteId }: { siteId: string }): ReactElement {
  const t = useTexts(SITES);
  const site = useQuery(SiteAdminDocument, { id: siteId }).data?.site;
  return (
    <Page
      narrow
      title={t.installTitle}
      description={site && t.installText(site.domains[0] ?? site.name)}
    >
      <div className="card grid grid-cols-1 gap-6 p-5 sm:p-7">
        <SnippetTabs siteId={siteId} />
        <FirstEventWatch siteId={siteId} />
        <div className="flex justify-end">
          <Link
            to="/sites/$siteId"
            params={{ siteId }}
            search={{}}
            className={buttonClass('primary') + ' h-10 max-sm:w-full'}
          >
            {t.openSite}
          </Link>
        </div>
      </div>
    </Page>
  );
}
