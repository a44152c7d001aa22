import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { ActiveVisitorsDocument, StatsDocument, type SiteFieldsFragment } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { SITES } from '../i18n/sites';
import { useTexts } from '../i18n/catalogue';
import { formatAgo, formatExact, formatShort } from '../lib/format';
import { useNow } from '../lib/useNow';
import { useVisible } from '../lib/useVisible';
import { Change } from '../ui/Change';
import { LiveDot } from '../ui/LiveDot';
import { Sparkline } from '../ui/Sparkline';
import { Skeleton } from '../ui/states';
import { SiteIcon } from './SiteIcon';
import { fareOf, TONES, type Fare } from './status';

const LIVE_EVERY_MS = 10_000;

export function SiteCard({
  site,
}: {
  site: Omit<SiteFieldsFragment, 'settings'> & { icon?: string | null };
}): ReactElement {
  const t = useTexts(SITES);
  const now = useNow(LIVE_EVERY_MS);
  const [element, visible] = useVisible<HTMLLIElement>();
  const live = useQuery(
    ActiveVisitorsDocument,
    { siteIds: [site.id] },
    { revision: now, paused: !visible },
  );
  const month = useQuery(
    StatsDocument,
    {
      input: {
        siteIds: [site.id],
        range: { preset: 'LAST_30_DAYS' },
        metrics: ['VISITORS'],
        dimensions: ['TIME'],
        interval: 'DAY',
        compare: 'PREVIOUS_PERIOD',
      },
    },
    { paused: !visible },
  );
  const active = live.data?.realtime.activeVisitors;
  const stats = month.data?.stats;
  const fare = fareOf(site);
  const words: Record<Fare, string> = {
    refused: t.statusError,
    paused: t.statusPaused,
    waiting: t.statusWaiting,
    silent: t.statusSilent,
    receiving: t.statusReceiving,
  };

  return (
    <li ref={element} className="animate-rise">
      <Link
        to="/sites/$siteId"
        params={{ siteId: site.id }}
        search={{}}
        data-testid="site-card"
        className="card group flex h-full flex-col p-5 transition-[border-color,transform] hover:-translate-y-0.5 hover:border-line-strong"
      >
        <div className="flex items-start gap-3">
          <SiteIcon
            name={site.name}
            icon={site.icon}
            className="mt-0.5 size-9 rounded-[10px] text-[15px]"
          />
          <div className="min-w-0 flex-1">
            <h2 className="truncate text-[15px] font-semibold tracking-[-0.01em]">{site.name}</h2>
            <p className="truncate text-[13px] text-faint">{site.domains.join(', ')}</p>
          </div>
          <span className="figures flex items-center gap-2 text-[13px] whitespace-nowrap text-soft">
            <LiveDot active={!!active} />
            {active === undefined ? '–' : formatExact(active, 'count')} {t.now}
          </span>
        </div>
        <div className="mt-5 flex items-end justify-between gap-5">
          <div>
            {stats ? (
              <p className="figures flex items-baseline gap-2 text-[25px] leading-8 font-semibold tracking-[-0.02em]">
                {formatShort(stats.totals.metrics[0], 'count')}
                <Change change={stats.totals.change?.[0]} better="higher" />
              </p>
            ) : (
              <Skeleton className="h-8 w-20" />
            )}
            <p className="text-[12px] text-faint">{t.visitorsIn30}</p>
          </div>
          <div className="h-10 w-28">
            {stats && (
              <Sparkline
                className="h-10 w-full"
                values={stats.rows.map((row) => row.metrics[0] ?? 0)}
              />
            )}
          </div>
        </div>
        <p className="mt-4 flex justify-between border-t border-line pt-3 text-[12.5px]">
          <span className={TONES[fare]}>{words[fare]}</span>
          <span className="text-faint">{site.lastEventAt && formatAgo(site.lastEventAt, now)}</span>
        </p>
      </Link>
    </li>
  );
}
