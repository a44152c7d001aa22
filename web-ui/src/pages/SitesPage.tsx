import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { OrganizationSitesDocument } from '../api/sites.generated';
import { useQuery } from '../api/useQuery';
import { SITES } from '../i18n/sites';
import { useTexts, type Translation } from '../i18n/catalogue';
import { useNow } from '../lib/useNow';
import { Plus } from '../shell/icons';
import { useMay, useOrganizations } from '../shell/organization';
import { Page } from '../shell/Page';
import { DeletedSites } from '../sites/DeletedSites';
import { SiteCard } from '../sites/SiteCard';
import { FARES, fareOf, type Fare } from '../sites/status';
import { Footer } from '../ui/Footer';
import { buttonClass } from '../ui/form/Button';
import { ListFrame } from '../ui/ListFrame';
import { SearchField } from '../ui/SearchField';
import { Empty, Skeleton } from '../ui/states';

const SEARCH_FROM = 4;
const PAGE = 60;
/** A status is found among the first of them. */
const FILTERED_MAX = 500;
const ASK_AGAIN_MS = 30_000;

export function SitesPage(): ReactElement {
  const t = useTexts(SITES);
  const { all, current, settled } = useOrganizations();
  const may = useMay(current?.id);
  const [search, setSearch] = useState('');
  const [fare, setFare] = useState<Fare>();
  const [first, setFirst] = useState(PAGE);
  const revision = useNow(ASK_AGAIN_MS);
  const sites = useQuery(
    OrganizationSitesDocument,
    {
      search: search || null,
      organizationId: all.length > 1 ? (current?.id ?? null) : null,
      first: fare ? FILTERED_MAX : first,
    },
    { revision, paused: !settled },
  );
  const connection = sites.data?.sites;
  const shown = connection?.edges.filter(({ node }) => !fare || fareOf(node) === fare);
  const isNew = !!connection && !connection.edges.length && !search;
  const hasTools = !!search || !!fare || (connection?.totalCount ?? 0) >= SEARCH_FROM;

  return (
    <Page
      title={t.title}
      actions={
        may('administer') && !isNew ? (
          <Link to="/sites/new" className={buttonClass('primary')}>
            <Plus />
            {t.add}
          </Link>
        ) : undefined
      }
    >
      {hasTools && (
        <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
          <FareFilter fare={fare} onChoose={setFare} />
          <SearchField label={t.search} value={search} onText={setSearch} />
        </div>
      )}
      <ListFrame
        open
        query={sites}
        retry={sites.retry}
        count={shown?.length}
        loading={<Loading />}
        empty={
          isNew ? (
            <NoSites mayAdd={may('administer')} />
          ) : (
            <Empty title={search ? t.noSuch : t.noneOfStatus} />
          )
        }
        onMore={
          connection?.pageInfo.hasNextPage && !fare ? () => setFirst(first + PAGE) : undefined
        }
      >
        <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {shown?.map(({ node }) => (
            <SiteCard key={node.id} site={node} />
          ))}
        </ul>
      </ListFrame>
      {current && may('administer') && <DeletedSites organizationId={current.id} />}
      <div className="mt-8">
        <Footer />
      </div>
    </Page>
  );
}

const nameOf = (fare: Fare, t: Translation<(typeof SITES)['en']>): string => t[fare];

function FareFilter({
  fare,
  onChoose,
}: {
  fare: Fare | undefined;
  onChoose: (fare: Fare | undefined) => void;
}): ReactElement {
  const t = useTexts(SITES);
  return (
    <div
      role="group"
      aria-label={t.statusFilter}
      className="quiet-scroll flex max-w-full gap-0.5 overflow-x-auto rounded-[10px] bg-sunken p-0.5"
    >
      {[undefined, ...FARES].map((one) => (
        <button
          key={one ?? 'all'}
          type="button"
          aria-pressed={one === fare}
          onClick={() => onChoose(one)}
          className={`h-8 rounded-lg px-3 text-[13px] font-medium whitespace-nowrap ${one === fare ? 'bg-surface text-ink shadow-card' : 'text-soft hover:text-ink'}`}
        >
          {one ? nameOf(one, t) : t.all}
        </button>
      ))}
    </div>
  );
}

function Loading(): ReactElement {
  return (
    <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3" aria-busy="true">
      {Array.from({ length: 3 }, (_, index) => (
        <div key={index} className="card h-44 p-5">
          <Skeleton className="h-5 w-32" />
          <Skeleton className="mt-8 h-8 w-20" />
        </div>
      ))}
    </div>
  );
}

function NoSites({ mayAdd }: { mayAdd: boolean }): ReactElement {
  const t = useTexts(SITES);
  return (
    <div className="grid justify-items-center gap-1 px-6 py-4 text-center">
      <svg viewBox="0 0 96 48" className="mb-4 w-24 text-accent" aria-hidden="true">
        <g fill="currentColor">
          {[14, 22, 18, 30, 26, 38].map((height, index) => (
            <rect
              key={index}
              x={6 + index * 15}
              y={44 - height}
              width="9"
              height={height}
              rx="4.5"
              opacity={0.25 + index * 0.15}
            />
          ))}
        </g>
      </svg>
      <h2 className="text-[18px] font-semibold tracking-[-0.02em]">
        {mayAdd ? t.emptyTitle : t.emptyForReaders}
      </h2>
      <p className="max-w-sm text-soft">{mayAdd ? t.emptyText : t.emptyForReadersText}</p>
      {mayAdd && (
        <Link to="/sites/new" className={buttonClass('primary') + ' mt-5 h-10'}>
          <Plus />
          {t.add}
        </Link>
      )}
    </div>
  );
}
