import * as Popover from '@radix-ui/react-popover';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { SiteDocument, SitesDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { SiteIcon } from '../sites/SiteIcon';
import { Search } from '../ui/icons';
import { ChevronsUpDown, Globe } from './icons';

const SEARCH_FROM = 6;

/** The site that the page is about, and the way to another. */
export function SiteMenu({ siteId }: { siteId: string }): ReactElement {
  const t = useTexts(SHELL);
  const [open, setOpen] = useState(false);
  const site = useQuery(SiteDocument, { id: siteId }).data?.site;
  const name = site?.id === siteId ? site.name : '…';
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="flex h-9 w-full max-w-full min-w-0 items-center gap-2.5 rounded-lg px-2.5 hover:bg-line/60 max-lg:w-auto">
        <SiteIcon name={name} />
        <span className="sr-only">{t.siteIs} </span>
        <span className="min-w-0 flex-1 truncate text-left font-semibold">{name}</span>
        <span className="sr-only">. {t.change}</span>
        <ChevronsUpDown className="text-faint" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t.sites}
          className="animate-rise z-50 w-72 max-w-[calc(100vw-1rem)] rounded-xl border border-line bg-raised p-1.5 text-ink shadow-float outline-none"
        >
          <SiteChoice siteId={siteId} onDone={() => setOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function SiteChoice({ siteId, onDone }: { siteId: string; onDone: () => void }): ReactElement {
  const t = useTexts(SHELL);
  const [search, setSearch] = useState('');
  const sites = useQuery(SitesDocument, { search: search || null, first: 50 }).data?.sites;
  const row = 'flex items-center gap-2.5 rounded-lg px-2.5 py-1.5 hover:bg-sunken';
  return (
    <>
      {(!!search || (sites?.totalCount ?? 0) >= SEARCH_FROM) && (
        <label className="mb-1 flex items-center gap-2 border-b border-line px-2.5 pt-1 pb-2">
          <Search className="text-faint" />
          <span className="sr-only">{t.findSite}</span>
          <input
            type="search"
            value={search}
            placeholder={t.findSite}
            onChange={(event) => setSearch(event.target.value)}
            className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint"
          />
        </label>
      )}
      <ul className="quiet-scroll max-h-72 overflow-y-auto">
        {sites?.edges.map(({ node }) => (
          <li key={node.id}>
            <Link
              to="/sites/$siteId"
              params={{ siteId: node.id }}
              search={{}}
              onClick={onDone}
              className={row + (node.id === siteId ? ' bg-accent-wash text-accent-ink' : '')}
            >
              <SiteIcon name={node.name} />
              <span className="min-w-0">
                <span className="block truncate font-medium">{node.name}</span>
                <span className="block truncate text-[12px] text-faint">{node.domains[0]}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {sites?.edges.length === 0 && <p className="px-2.5 py-3 text-faint">{t.noSuchSite}</p>}
      <div className="mt-1 border-t border-line pt-1">
        <Link to="/sites" onClick={onDone} className={row + ' font-medium'}>
          <Globe className="text-soft" />
          {t.allSites}
        </Link>
      </div>
    </>
  );
}
