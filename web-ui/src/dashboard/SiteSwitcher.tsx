import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { SitesDocument, type SiteFieldsFragment } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { Menu, useCloseMenu } from '../ui/Menu';

interface SiteSwitcherProps {
  siteId: string;
  site: Pick<SiteFieldsFragment, 'name'> | null | undefined;
}

export function SiteSwitcher({ siteId, site }: SiteSwitcherProps): ReactElement {
  return (
    <Menu
      className="min-w-0"
      panelClassName="w-72"
      describedAs={`Site: ${site?.name ?? siteId}. Change site`}
      label={<span className="max-w-52 truncate font-semibold">{site?.name ?? '…'}</span>}
    >
      <SiteLinks siteId={siteId} />
    </Menu>
  );
}

function SiteLinks({ siteId }: { siteId: string }): ReactElement {
  const close = useCloseMenu();
  const sites = useQuery(SitesDocument, { first: 100 });
  const row = 'flex flex-col rounded-lg px-2.5 py-1.5 hover:bg-sunken';
  return (
    <>
      <div className="quiet-scroll max-h-80 overflow-y-auto">
        {sites.data?.sites.edges.map(({ node }) => (
          <Link
            key={node.id}
            to="/sites/$siteId"
            params={{ siteId: node.id }}
            search={{}}
            onClick={close}
            className={row + (node.id === siteId ? ' bg-accent-wash text-accent-ink' : '')}
          >
            <span className="truncate font-medium">{node.name}</span>
            <span className="truncate text-[12px] text-faint">{node.domains[0]}</span>
          </Link>
        ))}
      </div>
      <div className="mt-1 border-t border-line pt-1">
        <Link to="/" onClick={close} className={row + ' font-medium'}>
          All sites
        </Link>
      </div>
    </>
  );
}
