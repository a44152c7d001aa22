import { useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useDeferredValue, useState, type ReactElement } from 'react';
import { ApiError } from '../api/error';
import { SiteDocument, StatsDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { BotsPanel } from '../dashboard/BotsPanel';
import { FilterBar } from '../dashboard/FilterBar';
import { HintProvider } from '../dashboard/Hint';
import { HoursPanel } from '../dashboard/HoursPanel';
import { nextInterval } from '../dashboard/IntervalSwitch';
import '../dashboard/first-answers';
import { Overview } from '../dashboard/Overview';
import { Panel } from '../dashboard/Panel';
import { findTab, PANELS } from '../dashboard/panels';
import { includesNow, PRESETS } from '../dashboard/ranges';
import { useSegments } from '../dashboard/segments';
import { Toolbar } from '../dashboard/Toolbar';
import { useDashboard } from '../dashboard/useDashboard';
import { Definitions, useDefinitions } from '../dashboard/useDefinitions';
import { useShortcuts } from '../dashboard/useShortcuts';
import { useLanguage } from '../i18n/language';
import { useLive } from '../live/useLive';
import { usePaused } from '../live/pause';
import { todayIn } from '../lib/time';
import { FirstEvent } from '../sites/FirstEvent';
import { Footer } from '../ui/Footer';
import { Failure } from '../ui/states';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

const FilterBuilder = lazy(() => import('../dashboard/builder/FilterBuilder'));
const DetailsDialog = lazy(() => import('../dashboard/details/DetailsDialog'));

export function DashboardPage(): ReactElement {
  const [language] = useLanguage();
  const { siteId = '' } = useParams({ strict: false });
  // Everything below belongs to one site and starts afresh with the next.
  return <SiteDashboard key={siteId + language} siteId={siteId} />;
}

const pageTitle = (site: string | undefined, visitors: number | undefined): string =>
  [visitors ? `(${visitors}) ` : '', site ?? 'Footfall'].join('');

function SiteDashboard({ siteId }: { siteId: string }): ReactElement {
  const t = useTexts(DASHBOARD);
  const dashboard = useDashboard(siteId);
  const { state, change } = dashboard;
  const site = useQuery(SiteDocument, { id: siteId });
  const paused = usePaused();
  const live = useLive([siteId], { visitors: 0, paused });
  const [segmentsOpen, setSegmentsOpen] = useState(false);
  const segments = useSegments(siteId, segmentsOpen || state.segment !== null);
  const navigate = useNavigate();
  const definitions = useDefinitions();
  // Cards and chart come first; the panels are drawn, and ask, when they stand.
  const [isSettled, setSettled] = useState(false);
  const hasPanels = useDeferredValue(isSettled, false);
  const settle = useCallback(() => setSettled(true), []);
  /** The filter that the builder begins with. */
  const [editing, setEditing] = useState<number | 'new'>();
  const [rangeOpen, setRangeOpen] = useState(false);

  useShortcuts((key) => {
    const preset = PRESETS.find((one) => one.key === key)?.preset;
    if (preset) change({ range: { kind: 'preset', preset } });
    else if (key === '/') setEditing('new');
    else if (key === 'c') setRangeOpen(true);
    else if (key === 'i') change({ interval: nextInterval(state.range, state.interval) });
    else if (key === 'x') change({ compare: state.compare ? null : 'PREVIOUS_PERIOD' });
    else if (key === 'r') void navigate({ to: '/sites/$siteId/realtime', params: { siteId } });
    else if (key === 'escape' && (state.filters.length || state.segment))
      change({ filters: [], segment: null });
    else return false;
    return true;
  });

  const found = site.data?.site;
  const isMissing = site.status === 'ready' && !found;
  const isSilent =
    found?.installed === 'NOT_DETECTED' && !found.lastEventAt && !live.live?.activeVisitors;
  const imported = useQuery(
    StatsDocument,
    { input: { siteIds: [siteId], range: { preset: 'ALL_TIME' }, metrics: ['EVENTS'] } },
    { paused: !isSilent },
  );
  const isNew = isSilent && !imported.data?.stats.totals.metrics[0];
  const today = todayIn(found?.timezone ?? 'UTC');
  const follows = includesNow(state.range, today);
  const revision = follows ? live.revision : 0;
  const currency = found?.currency ?? 'USD';
  const details = findTab(state.details);

  if (isMissing || (site.status === 'failed' && !found))
    return (
      <main className="card mx-4 mt-6 py-16 sm:mx-8">
        <Failure
          error={
            site.status === 'failed' ? site.error : new ApiError('NOT_FOUND', t.noSite(siteId))
          }
        />
      </main>
    );

  return (
    <Definitions value={definitions}>
      <HintProvider>
        <div className="mx-auto max-w-[1320px] px-3 sm:px-6">
          <title>{pageTitle(found?.name, live.live?.activeVisitors)}</title>
          <Toolbar
            dashboard={dashboard}
            site={found}
            visitors={live.live?.activeVisitors}
            segments={segments}
            segmentsOpen={segmentsOpen}
            onSegmentsOpen={setSegmentsOpen}
            today={today}
            rangeOpen={rangeOpen}
            onRangeOpen={setRangeOpen}
            onFilter={() => setEditing('new')}
          />
          <main className="grid grid-cols-1 gap-4 pt-1">
            <FilterBar
              dashboard={dashboard}
              segment={segments.list.find(({ id }) => id === state.segment)}
              onEdit={setEditing}
            />
            {found && isNew && <FirstEvent site={found} />}
            {!isNew && (
              <>
                <Overview
                  dashboard={dashboard}
                  currency={currency}
                  live={follows && !paused}
                  onSettled={settle}
                />
                {hasPanels ? (
                  <div className="grid grid-cols-1 gap-4 md:grid-cols-2 xl:grid-cols-6">
                    {PANELS.map((panel) => (
                      <Panel
                        key={panel.id}
                        panel={panel}
                        dashboard={dashboard}
                        currency={currency}
                        revision={revision}
                      />
                    ))}
                    <BotsPanel dashboard={dashboard} revision={revision} />
                    <HoursPanel
                      dashboard={dashboard}
                      currency={currency}
                      weekStart={found?.settings.weekStart ?? 'MONDAY'}
                      revision={revision}
                    />
                  </div>
                ) : (
                  // The footer is below them from the beginning.
                  <div className="h-dvh" />
                )}
              </>
            )}
          </main>
          <Footer />
          <Suspense>
            {editing !== undefined && (
              <FilterBuilder
                dashboard={dashboard}
                startAt={editing === 'new' ? undefined : editing}
                onClose={() => setEditing(undefined)}
              />
            )}
            {details && (
              <DetailsDialog
                key={details.id}
                tab={details}
                dashboard={dashboard}
                currency={currency}
              />
            )}
          </Suspense>
        </div>
      </HintProvider>
    </Definitions>
  );
}
