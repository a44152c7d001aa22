import { Link, useParams } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { ApiError } from '../api/error';
import { SiteDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { FilterChips } from '../dashboard/FilterChips';
import { FilterDialog } from '../dashboard/FilterDialog';
import { Overview } from '../dashboard/Overview';
import { Panel } from '../dashboard/Panel';
import { PANELS } from '../dashboard/panels';
import { RangePicker } from '../dashboard/RangePicker';
import { includesNow, PRESETS } from '../dashboard/ranges';
import { ShortcutsDialog } from '../dashboard/ShortcutsDialog';
import { SiteSwitcher } from '../dashboard/SiteSwitcher';
import { useDashboard } from '../dashboard/useDashboard';
import { useShortcuts } from '../dashboard/useShortcuts';
import { LiveSection } from '../live/LiveSection';
import { useLive } from '../live/useLive';
import { FirstEvent } from '../sites/FirstEvent';
import { Footer } from '../ui/Footer';
import { Filter, Help, Logo } from '../ui/icons';
import { LivePill } from '../ui/LivePill';
import { Failure } from '../ui/states';
import { ThemeSwitch } from '../ui/ThemeSwitch';

export function DashboardPage(): ReactElement {
  const { siteId } = useParams({ from: '/app/sites/$siteId' });
  // Everything below belongs to one site and starts afresh with the next.
  return <SiteDashboard key={siteId} siteId={siteId} />;
}

const pageTitle = (site: string | undefined, visitors: number | undefined): string =>
  [visitors ? `(${visitors}) ` : '', site ?? 'Footfall'].join('');

function SiteDashboard({ siteId }: { siteId: string }): ReactElement {
  const dashboard = useDashboard(siteId);
  const { state, change } = dashboard;
  const site = useQuery(SiteDocument, { id: siteId });
  const live = useLive(siteId);
  const [dialog, setDialog] = useState<'filter' | 'keys'>();
  const close = (): void => setDialog(undefined);

  useShortcuts((key) => {
    const preset = PRESETS.find((one) => one.key === key)?.preset;
    if (preset) change({ range: { kind: 'preset', preset } });
    else if (key === '/') setDialog('filter');
    else if (key === '?') setDialog('keys');
    else if (key === 'x') change({ filters: [] });
    else return false;
    return true;
  });

  const found = site.data?.site;
  const isMissing = site.status === 'ready' && !found;
  const isNew = found?.installed === 'NOT_DETECTED' && !live.live?.activeVisitors;
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: found?.timezone ?? 'UTC' });
  const revision = includesNow(state.range, today) ? live.revision : 0;

  return (
    <div className="mx-auto max-w-[1280px] px-3 sm:px-6">
      <title>{pageTitle(found?.name, live.live?.activeVisitors)}</title>
      <header className="sticky top-(--shell-top) z-20 -mx-3 bg-canvas/90 px-3 py-3 backdrop-blur-md sm:-mx-6 sm:px-6">
        <div className="flex flex-wrap items-center gap-2">
          <Link to="/" aria-label="All sites" className="mr-1 rounded-lg">
            <Logo />
          </Link>
          <SiteSwitcher siteId={siteId} site={found} />
          <LivePill visitors={live.live?.activeVisitors} />
          <div className="ml-auto flex items-center gap-2 max-sm:w-full">
            <button
              type="button"
              className="control"
              title="Filter (/)"
              onClick={() => setDialog('filter')}
            >
              <Filter className="text-soft" />
              Filter
            </button>
            <div className="min-w-0 max-sm:flex-1">
              <RangePicker state={state} onChange={change} />
            </div>
            <ThemeSwitch />
            <button
              type="button"
              className="control w-9 justify-center px-0 max-sm:hidden"
              aria-label="Keyboard shortcuts"
              title="Keyboard shortcuts (?)"
              onClick={() => setDialog('keys')}
            >
              <Help />
            </button>
          </div>
        </div>
      </header>

      {isMissing ? (
        <main className="card mt-6 py-16">
          <Failure error={new ApiError('NOT_FOUND', `There is no site ${siteId}.`)} />
        </main>
      ) : (
        <main className="grid grid-cols-1 gap-4 pt-1">
          <h1 className="sr-only">{found?.name ?? siteId}</h1>
          <FilterChips dashboard={dashboard} />
          {found && isNew && <FirstEvent site={found} />}
          {!isNew && <Overview dashboard={dashboard} />}
          {!isNew && (
            <div className="grid grid-cols-1 gap-4 md:grid-cols-2 lg:grid-cols-6">
              {PANELS.map((panel) => (
                <div key={panel.id} className={panel.wide ? 'lg:col-span-3' : 'lg:col-span-2'}>
                  <Panel panel={panel} dashboard={dashboard} revision={revision} />
                </div>
              ))}
            </div>
          )}
          <LiveSection siteId={siteId} state={live} />
        </main>
      )}
      <Footer />
      {dialog === 'filter' && <FilterDialog dashboard={dashboard} onClose={close} />}
      {dialog === 'keys' && <ShortcutsDialog onClose={close} />}
    </div>
  );
}
