import { memo, useRef, type ReactElement } from 'react';
import { levelOf } from './breakdown';
import { PanelBody, PanelSkeleton } from './PanelBody';
import { openTab, withTab, type PanelInfo } from './panels';
import { PanelTabs } from './PanelTabs';
import { PropertyPicker } from './PropertyPicker';
import type { Dashboard } from './useDashboard';
import { useSeen } from './useSeen';

interface PanelProps {
  panel: PanelInfo;
  dashboard: Dashboard;
  currency: string;
  revision: number;
}

const SPANS = { 2: 'xl:col-span-2', 3: 'xl:col-span-3', 4: 'xl:col-span-4' } as const;

/** A row of panels keeps its height from tab to tab; small ones have less to keep. */
const HEIGHTS = { 2: 'md:min-h-[392px]', 3: 'md:min-h-[446px]', 4: 'md:min-h-[446px]' } as const;

export const Panel = memo(function Panel({
  panel,
  dashboard,
  currency,
  revision,
}: PanelProps): ReactElement {
  const element = useRef<HTMLElement>(null);
  const seen = useSeen(element);
  const { state, change } = dashboard;
  const tab = openTab(panel, state.tabs);
  return (
    <section
      ref={element}
      className={`card @container flex flex-col p-4 sm:p-5 ${HEIGHTS[panel.span]} ${SPANS[panel.span]}`}
      aria-label={panel.title}
      data-testid={`panel-${panel.id}`}
    >
      <header className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 className="text-[15px] font-semibold tracking-[-0.01em]">{panel.title}</h2>
        <PanelTabs
          panel={panel}
          chosen={tab}
          onChoose={(id) => change({ tabs: withTab(panel, state.tabs, id) })}
        />
      </header>
      <div
        id={`${panel.id}-panel`}
        role="tabpanel"
        aria-label={tab.label}
        className="flex flex-1 flex-col"
      >
        {tab.view === 'properties' && <PropertyPicker dashboard={dashboard} />}
        {/* Rows of one dimension must never stand, or be clicked, under another's heading. */}
        {seen && (tab.view !== 'properties' || state.property) ? (
          <PanelBody
            key={[tab.id, levelOf(tab, state.filters).dimension, state.property].join()}
            tab={tab}
            dashboard={dashboard}
            currency={currency}
            revision={revision}
          />
        ) : (
          !seen && <PanelSkeleton />
        )}
      </div>
    </section>
  );
});
