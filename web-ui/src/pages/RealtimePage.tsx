import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { SiteDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { formatExact, formatShort, type Unit } from '../lib/format';
import { useLanguage } from '../i18n/language';
import { textOf } from '../lib/query-string';
import { nameOf, notSet } from '../lib/names';
import { byCountry } from '../live/byCountry';
import { Counter } from '../live/Counter';
import { feedFilters, type FeedFilter } from '../live/feed';
import { FeedControls } from '../live/FeedControls';
import { LiveFeed } from '../live/LiveFeed';
import { LiveSwitch } from '../live/LiveSwitch';
import { MinuteBars } from '../live/MinuteBars';
import { usePaused } from '../live/pause';
import { TopList } from '../live/TopList';
import { useLive, type Live } from '../live/useLive';
import { VisitorTable } from '../live/VisitorTable';
import { LazyWorldMap } from '../maps/LazyWorldMap';
import { Footer } from '../ui/Footer';
import { LiveDot } from '../ui/LiveDot';
import { Failure, Skeleton } from '../ui/states';
import { useTexts } from '../i18n/catalogue';
import { LIVE } from '../i18n/live';

const VISITORS = 300;

export function RealtimePage(): ReactElement {
  const [language] = useLanguage();
  const { siteId = '' } = useParams({ strict: false });
  return <SiteRealtime key={siteId + language} siteId={siteId} />;
}

function SiteRealtime({ siteId }: { siteId: string }): ReactElement {
  const t = useTexts(LIVE);
  const paused = usePaused();
  const { live, error } = useLive([siteId], { visitors: VISITORS, paused });
  const site = useQuery(SiteDocument, { id: siteId }).data?.site;
  const search = useSearch({
    strict: false,
    select: (all): Record<string, unknown> => ({ ...all }),
  });
  const navigate = useNavigate();
  const filter: FeedFilter = {
    event: textOf(search['event']),
    country: textOf(search['country']),
    company: textOf(search['company']),
  };
  const narrow = (next: FeedFilter): void => {
    const set = Object.fromEntries(Object.entries(next).filter(([, value]) => value));
    void navigate({ to: '.', search: set as never, replace: true, resetScroll: false });
  };
  const toggleCountry = (country: string): void =>
    narrow({ ...filter, country: country === filter.country ? null : country });

  return (
    <div className="mx-auto max-w-[1320px] px-3 sm:px-6">
      <title>{`${live?.activeVisitors ? `(${live.activeVisitors}) ` : ''}${t.realtime}`}</title>
      <header className="flex items-center justify-between gap-3 py-3">
        <h1 className="flex min-w-0 items-center gap-2.5 text-[19px] font-semibold tracking-[-0.02em]">
          <LiveDot active={!paused} />
          {t.now}
          <span className="truncate font-normal text-faint max-sm:hidden">{site?.name}</span>
        </h1>
        <LiveSwitch />
      </header>
      {error && !live && (
        <div className="card py-10">
          <Failure error={error} />
        </div>
      )}
      <main className="grid grid-cols-1 gap-4 lg:grid-cols-12">
        <section
          className="card grid content-start gap-5 p-4 sm:p-5 lg:col-span-5"
          aria-label={t.counters}
        >
          {live ? (
            <>
              <Counters live={live} currency={site?.currency} />
              <MinuteBars minutes={live.minutes} />
            </>
          ) : (
            <Skeleton className="h-60" />
          )}
        </section>
        <section
          className="card grid grid-cols-1 content-center p-4 sm:p-5 lg:col-span-7"
          aria-label={t.places}
        >
          {live ? (
            <LazyWorldMap
              live
              label={t.activeVisitors}
              values={byCountry(live.visitors)}
              format={(count) => t.here(formatExact(count, 'count'))}
              chosen={filter.country}
              onChoose={toggleCountry}
            />
          ) : (
            <Skeleton className="h-60" />
          )}
        </section>
        <section className="card p-4 sm:p-5 lg:col-span-12" aria-label={t.mostActive}>
          <h2 className="mb-2 flex min-h-8 items-center text-[15px] font-semibold tracking-[-0.01em]">
            {t.mostActive}
          </h2>
          {live ? (
            <div className="grid grid-cols-1 gap-6 sm:grid-cols-3">
              <TopList
                title={t.pages}
                rows={live.topPages}
                label={(name) => name ?? notSet()}
                testId="live-pages"
              />
              <TopList
                title={t.sources}
                rows={live.topSources}
                label={(name) => nameOf('SOURCE', name)}
                testId="live-sources"
              />
              <TopList
                title={t.countries}
                rows={live.topCountries}
                label={(name) => nameOf('COUNTRY', name)}
                testId="live-countries"
              />
            </div>
          ) : (
            <Skeleton className="h-40" />
          )}
        </section>
        <LiveFeed
          siteIds={[siteId]}
          filters={feedFilters(filter)}
          controls={<FeedControls siteIds={[siteId]} filter={filter} onChange={narrow} />}
          className="h-[560px] lg:col-span-5"
        />
        <div className="grid h-[560px] min-h-0 grid-cols-1 lg:col-span-7">
          <VisitorTable visitors={live?.visitors ?? []} />
        </div>
      </main>
      <Footer />
    </div>
  );
}

interface Figure {
  label: string;
  value: number | null;
  unit: Unit;
}

function Counters({ live, currency }: { live: Live; currency: string | undefined }): ReactElement {
  const t = useTexts(LIVE);
  const figures: Figure[] = [
    { label: t.sessions, value: live.activeSessions, unit: 'count' },
    { label: t.perMinute, value: live.eventsPerMinute, unit: 'count' },
    { label: t.conversionRate, value: live.conversionRate, unit: 'percent' },
    { label: t.revenue, value: live.revenue, unit: 'money' },
  ];
  return (
    <dl className="grid grid-cols-2 items-end gap-x-6 gap-y-4 sm:grid-cols-4 lg:grid-cols-2">
      <div data-testid="active-visitors" className="col-span-full">
        <dd className="text-[44px] leading-none font-semibold tracking-[-0.04em]">
          <Counter value={live.activeVisitors} format={(value) => formatExact(value, 'count')} />
        </dd>
        <dt className="mt-1 text-[12.5px] text-soft">{t.inFiveMinutes}</dt>
      </div>
      {figures.map(({ label, value, unit }) => (
        <div key={label}>
          <dd className="text-[19px] leading-6 font-semibold tracking-[-0.02em]">
            {value === null ? (
              '–'
            ) : (
              <Counter value={value} format={(shown) => formatShort(shown, unit, currency)} />
            )}
          </dd>
          <dt className="text-[12.5px] text-soft">{label}</dt>
        </div>
      ))}
    </dl>
  );
}
