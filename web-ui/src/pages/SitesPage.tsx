import { useState, type ReactElement } from 'react';
import { SitesDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { useNow } from '../lib/useNow';
import { NoSites } from '../sites/NoSites';
import { SiteCard } from '../sites/SiteCard';
import { Footer } from '../ui/Footer';
import { Logo, Search } from '../ui/icons';
import { Empty, Failure, Skeleton } from '../ui/states';
import { ThemeSwitch } from '../ui/ThemeSwitch';

const SEARCH_FROM = 7;
const ASK_AGAIN_MS = 30_000;

export function SitesPage(): ReactElement {
  const [search, setSearch] = useState('');
  const [first, setFirst] = useState(60);
  const revision = useNow(ASK_AGAIN_MS);
  const sites = useQuery(SitesDocument, { search: search || null, first }, { revision });
  const connection = sites.data?.sites;
  const hasSearch = !!search || (connection?.totalCount ?? 0) >= SEARCH_FROM;

  return (
    <div className="mx-auto flex min-h-dvh max-w-[1120px] flex-col px-3 sm:px-6">
      <title>Sites · Footfall</title>
      <header className="flex items-center gap-3 py-4">
        <Logo />
        <span className="text-[17px] font-semibold tracking-[-0.02em]">Footfall</span>
        <div className="ml-auto">
          <ThemeSwitch />
        </div>
      </header>
      <main className="flex-1">
        {(connection?.edges.length || search) && (
          <div className="mt-4 mb-5 flex flex-wrap items-end justify-between gap-3">
            <h1 className="text-[26px] leading-8 font-semibold tracking-[-0.03em]">Sites</h1>
            {hasSearch && (
              <label className="control w-64 focus-within:border-accent max-sm:w-full">
                <Search className="text-faint" />
                <span className="sr-only">Search sites</span>
                <input
                  type="search"
                  value={search}
                  placeholder="Search sites"
                  onChange={(event) => setSearch(event.target.value)}
                  className="min-w-0 flex-1 bg-transparent font-normal outline-none placeholder:text-faint"
                />
              </label>
            )}
          </div>
        )}
        {sites.status === 'failed' && !connection && (
          <div className="card py-16">
            <Failure error={sites.error} onRetry={sites.retry} />
          </div>
        )}
        {sites.status === 'loading' && !connection && (
          <div className="mt-16 grid gap-4 sm:grid-cols-2 lg:grid-cols-3" aria-label="Loading">
            {Array.from({ length: 3 }, (_, index) => (
              <div key={index} className="card h-44 p-5">
                <Skeleton className="h-5 w-32" />
                <Skeleton className="mt-8 h-8 w-20" />
              </div>
            ))}
          </div>
        )}
        {connection &&
          !connection.edges.length &&
          (search ? <Empty title="No such site" /> : <NoSites />)}
        <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {connection?.edges.map(({ node }) => (
            <SiteCard key={node.id} site={node} />
          ))}
        </ul>
        {connection?.pageInfo.hasNextPage && (
          <button
            type="button"
            className="control mx-auto mt-5 flex"
            onClick={() => setFirst(first + 60)}
          >
            Show more
          </button>
        )}
      </main>
      <Footer />
    </div>
  );
}
