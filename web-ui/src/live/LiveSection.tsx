import type { ReactElement } from 'react';
import { nameOf, NOT_SET } from '../lib/names';
import { formatExact } from '../lib/format';
import { LiveDot } from '../ui/LivePill';
import { Empty, Failure, Skeleton } from '../ui/states';
import { LiveFeed } from './LiveFeed';
import { MinuteBars } from './MinuteBars';
import { TopList } from './TopList';
import type { LiveState } from './useLive';
import { VisitorList } from './VisitorList';

export function LiveSection({ siteId, state }: { siteId: string; state: LiveState }): ReactElement {
  const { live, error } = state;
  const figures = live && [
    { label: 'visitors in 5 minutes', value: live.activeVisitors },
    { label: 'sessions', value: live.activeSessions },
    { label: 'events in the last minute', value: live.eventsPerMinute },
  ];
  return (
    <section
      id="live"
      aria-label="Right now"
      className="grid scroll-mt-28 sm:scroll-mt-20 grid-cols-1 gap-4 lg:grid-cols-2"
    >
      <div className="card flex flex-col lg:min-h-[560px] gap-5 p-4 sm:p-5">
        <header className="flex min-h-8 items-center justify-between">
          <h2 className="flex items-center gap-2.5 text-[15px] font-semibold tracking-[-0.01em]">
            <LiveDot active={!!live?.activeVisitors} />
            Right now
          </h2>
          <span className="text-[12px] text-faint">last 30 minutes</span>
        </header>
        {error && !live && <Failure error={error} />}
        {!live && !error && (
          <div className="grid gap-3" aria-label="Loading">
            <Skeleton className="h-10 w-40" />
            <Skeleton className="h-28" />
            <Skeleton className="h-40" />
          </div>
        )}
        {live && (
          <>
            <dl className="flex flex-wrap items-baseline gap-x-6 gap-y-1">
              {figures?.map(({ label, value }, index) => (
                <div key={label} className="flex items-baseline gap-1.5">
                  <dt className="order-2 text-[12.5px] text-soft">{label}</dt>
                  <dd
                    className={`figures font-semibold tracking-[-0.02em] ${index ? 'text-[17px]' : 'text-[30px] leading-9'}`}
                  >
                    {formatExact(value, 'count')}
                  </dd>
                </div>
              ))}
            </dl>
            <MinuteBars minutes={live.minutes} />
            {live.activeVisitors > 0 ? (
              <>
                <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
                  <TopList
                    title="Pages"
                    rows={live.topPages}
                    label={(name) => name ?? NOT_SET}
                    testId="live-pages"
                  />
                  <TopList
                    title="Countries"
                    rows={live.topCountries}
                    label={(name) => nameOf('COUNTRY', name)}
                  />
                </div>
                <VisitorList visitors={live.visitors} />
              </>
            ) : (
              <Empty title="Nobody is here at the moment">
                The next visitor appears within a second.
              </Empty>
            )}
          </>
        )}
      </div>
      <div className="relative">
        <LiveFeed siteId={siteId} />
      </div>
    </section>
  );
}
