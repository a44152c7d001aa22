import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import type { SiteFieldsFragment } from '../api/generated';
import { formatExact } from '../lib/format';
import { LiveSwitch } from '../live/LiveSwitch';
import { LiveDot } from '../ui/LiveDot';
import { Filter } from '../ui/icons';
import { ComparePicker } from './ComparePicker';
import { RangePicker } from './RangePicker';
import { SegmentMenu } from './SegmentMenu';
import type { Segments } from './segments';
import type { Dashboard } from './useDashboard';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';
import { FILTER_TEXTS } from '../i18n/filters';

interface ToolbarProps {
  dashboard: Dashboard;
  site: Pick<SiteFieldsFragment, 'name' | 'settings' | 'organizationId'> | null | undefined;
  visitors: number | undefined;
  segments: Segments;
  segmentsOpen: boolean;
  onSegmentsOpen: (open: boolean) => void;
  today: string;
  rangeOpen: boolean;
  onRangeOpen: (open: boolean) => void;
  onFilter: () => void;
}

export function Toolbar({
  dashboard,
  site,
  visitors,
  segments,
  segmentsOpen,
  onSegmentsOpen,
  today,
  rangeOpen,
  onRangeOpen,
  onFilter,
}: ToolbarProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const weekStart = site?.settings.weekStart ?? 'MONDAY';
  const words = useTexts(FILTER_TEXTS);
  const { siteId, state, change } = dashboard;
  return (
    <header className="sticky top-(--shell-top) z-20 -mx-3 bg-canvas/90 px-3 py-3 backdrop-blur-md sm:-mx-6 sm:px-6">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="max-w-full truncate text-[19px] font-semibold tracking-[-0.02em] max-lg:sr-only">
          {site?.name ?? '…'}
        </h1>
        <Link
          to="/sites/$siteId/realtime"
          params={{ siteId }}
          data-testid="live-visitors"
          className="inline-flex h-9 items-center gap-2 rounded-full px-2.5 font-medium whitespace-nowrap hover:bg-sunken"
        >
          <LiveDot active={!!visitors} />
          <span className="figures">
            {visitors === undefined ? '–' : formatExact(visitors, 'count')}{' '}
            <span className="font-normal text-soft">
              {visitors === 1 ? t.visitorNow : t.visitorsNow}
            </span>
          </span>
        </Link>
        <div className="ml-auto flex min-w-0 items-center gap-2 max-sm:w-full">
          <button
            type="button"
            className="control"
            title={words.filterKey}
            aria-label={words.filter}
            onClick={onFilter}
          >
            <Filter className="text-soft" />
            <span className="max-sm:hidden">{words.filter}</span>
          </button>
          <SegmentMenu
            dashboard={dashboard}
            segments={segments}
            organizationId={site?.organizationId}
            open={segmentsOpen}
            onOpenChange={onSegmentsOpen}
          />
          <div className="min-w-0 max-sm:flex-1">
            <RangePicker
              state={state}
              onChange={change}
              today={today}
              weekStart={weekStart}
              open={rangeOpen}
              onOpenChange={onRangeOpen}
            />
          </div>
          <ComparePicker state={state} onChange={change} today={today} weekStart={weekStart} />
          <LiveSwitch />
        </div>
      </div>
    </header>
  );
}
