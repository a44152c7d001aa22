import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { SitesDocument, type Metric } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { toFilterInput, valueFilter } from '../dashboard/filters';
import { isMetric } from '../dashboard/metrics';
import { HintProvider } from '../dashboard/Hint';
import { RangePicker } from '../dashboard/RangePicker';
import { includesNow, toRangeInput, type Range } from '../dashboard/ranges';
import { readSearch, validateSearch, type BaseQuestion } from '../dashboard/search';
import { useLanguage } from '../i18n/language';
import { textOf } from '../lib/query-string';
import { nameOf } from '../lib/names';
import { todayIn } from '../lib/time';
import { LiveFeed } from '../live/LiveFeed';
import { LiveSwitch } from '../live/LiveSwitch';
import { usePaused } from '../live/pause';
import { useLive } from '../live/useLive';
import { Countries } from '../overview/Countries';
import { HealthStrip } from '../overview/HealthStrip';
import { LastDay } from '../overview/LastDay';
import { TopSites } from '../overview/TopSites';
import { Totals } from '../overview/Totals';
import { useMay, useOrganizations } from '../shell/organization';
import { Footer } from '../ui/Footer';
import { Close } from '../ui/icons';
import { Empty, Failure, Skeleton } from '../ui/states';
import { useTexts } from '../i18n/catalogue';
import { FLOW } from '../i18n/flow';
import { FILTER_TEXTS } from '../i18n/filters';

const SITES = 500;

/** A new day begins with nothing, so the page of all sites begins with today. */
const rangeOf = (search: Record<string, unknown>): Range =>
  search['range'] || search['from']
    ? readSearch(validateSearch(search)).range
    : { kind: 'preset', preset: 'TODAY' };

interface OverviewState {
  range: Range;
  country: string | null;
  /** Of the feed; all where there is none. */
  site: string | null;
  /** What the sites are ordered by. */
  by: Metric;
}

const stateOf = (search: Record<string, unknown>): OverviewState => ({
  range: rangeOf(search),
  country: textOf(search['country']),
  site: textOf(search['site']),
  by: isMetric(search['by']) ? search['by'] : 'EVENTS',
});

const toSearch = ({ range, country, site, by }: OverviewState): Record<string, string> => {
  const search: Record<string, string> = {
    ...(country && { country }),
    ...(site && { site }),
    ...(by !== 'EVENTS' && { by }),
  };
  if (range.kind === 'days') return { ...search, from: range.from, to: range.to };
  return range.preset === 'TODAY' ? search : { ...search, range: range.preset };
};

export function OverviewPage(): ReactElement {
  const [language] = useLanguage();
  return <AllSites key={language} />;
}

function AllSites(): ReactElement {
  const t = useTexts(FLOW);
  const filterTexts = useTexts(FILTER_TEXTS);
  const search = useSearch({
    strict: false,
    select: (all): Record<string, unknown> => ({ ...all }),
  });
  const navigate = useNavigate();
  const mayAdd = useMay(useOrganizations().current?.id)('administer');
  const paused = usePaused();
  const [rangeOpen, setRangeOpen] = useState(false);
  const sites = useQuery(SitesDocument, { first: SITES });
  const nodes = (sites.data?.sites.edges ?? []).map(({ node }) => node);
  const siteIds = nodes.map(({ id }) => id);
  const live = useLive(siteIds, { visitors: 0, paused });

  const state = stateOf(search);
  const { range, country, site } = state;
  const go = (changes: Partial<OverviewState>): void =>
    void navigate({
      to: '.',
      search: toSearch({ ...state, ...changes }) as never,
      resetScroll: false,
    });
  const toggleCountry = (value: string | null): void =>
    go({ country: value === country ? null : value });

  const today = todayIn(nodes[0]?.timezone ?? 'UTC');
  const follows = includesNow(range, today) && !paused;
  const question: BaseQuestion = {
    siteIds,
    range: toRangeInput(range),
    filters: country ? [toFilterInput(valueFilter('COUNTRY', country))] : [],
  };
  const siteNames = new Map(nodes.map(({ id, name }) => [id, name]));

  const content = (): ReactElement => {
    if (sites.status === 'failed' && !sites.data)
      return (
        <div className="card py-16">
          <Failure error={sites.error} onRetry={sites.retry} />
        </div>
      );
    if (!sites.data) return <Skeleton className="h-80" />;
    if (!nodes.length)
      return (
        <div className="card grid justify-items-center py-16">
          <Empty title={t.noSites}>{t.noSitesText}</Empty>
          {mayAdd && (
            <Link to="/sites/new" className="control">
              {t.addSite}
            </Link>
          )}
        </div>
      );
    return (
      <main className="grid grid-cols-1 gap-4">
        <Totals
          question={question}
          live={follows}
          activeSites={live.live?.activeSites}
          sites={sites.data.sites.totalCount}
        />
        <HealthStrip paused={paused} />
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-12">
          <div className="grid grid-cols-1 content-start gap-4 lg:col-span-8">
            <LastDay question={question} live={!paused} />
            <TopSites
              question={question}
              siteNames={siteNames}
              revision={live.revision}
              by={state.by}
              onOrder={(by) => go({ by })}
            />
            <Countries
              question={question}
              chosen={country ?? undefined}
              revision={live.revision}
              onChoose={toggleCountry}
            />
          </div>
          <div className="relative max-lg:h-[560px] lg:col-span-4">
            <LiveFeed
              siteIds={site && siteNames.has(site) ? [site] : siteIds}
              filters={question.filters ?? []}
              siteNames={siteNames}
              controls={
                nodes.length > 1 && (
                  <select
                    aria-label={t.site}
                    className="control mt-2 h-8 px-2 text-[13px] font-normal"
                    value={site ?? ''}
                    onChange={(event) => go({ site: event.target.value || null })}
                  >
                    <option value="">{t.allSites}</option>
                    {nodes.map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                  </select>
                )
              }
              className="absolute inset-0"
            />
          </div>
        </div>
      </main>
    );
  };

  return (
    <HintProvider>
      <div className="mx-auto max-w-[1320px] px-3 sm:px-6">
        <title>{`${t.overview} · Footfall`}</title>
        <header className="flex flex-wrap items-center gap-2 py-3">
          <h1 className="mr-auto text-[19px] font-semibold tracking-[-0.02em]">{t.overview}</h1>
          {country && (
            <button
              type="button"
              className="control border-accent/25 bg-accent-wash text-accent-ink"
              aria-label={filterTexts.removeFilter(nameOf('COUNTRY', country))}
              onClick={() => go({ country: null })}
            >
              {nameOf('COUNTRY', country)}
              <Close className="size-3.5" />
            </button>
          )}
          <div>
            <RangePicker
              state={{ range }}
              onChange={go}
              today={today}
              weekStart={nodes[0]?.settings.weekStart ?? 'MONDAY'}
              open={rangeOpen}
              onOpenChange={setRangeOpen}
            />
          </div>
          <LiveSwitch />
        </header>
        {content()}
        <Footer />
      </div>
    </HintProvider>
  );
}
