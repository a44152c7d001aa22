import { memo, useState, type ReactElement } from 'react';
import { Tabs } from '../ui/Tabs';
import { PanelBody } from './PanelBody';
import type { PanelInfo } from './panels';
import type { Dashboard } from './useDashboard';

interface PanelProps {
  panel: PanelInfo;
  dashboard: Dashboard;
  revision: number;
}

export const Panel = memo(function Panel({ panel, dashboard, revision }: PanelProps): ReactElement {
  const [chosen, setChosen] = useState(0);
  const tab = panel.tabs[chosen] ?? panel.tabs[0];
  return (
    <section
      className="card flex h-full flex-col p-4 sm:p-5 md:min-h-[436px]"
      aria-label={panel.title}
      data-testid={`panel-${panel.id}`}
    >
      <header className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 className="text-[15px] font-semibold tracking-[-0.01em]">{panel.title}</h2>
        {panel.tabs.length > 1 && (
          <Tabs
            id={panel.id}
            labels={panel.tabs.map(({ label }) => label)}
            chosen={chosen}
            onChoose={setChosen}
          />
        )}
      </header>
      <div
        id={`${panel.id}-panel`}
        role={panel.tabs.length > 1 ? 'tabpanel' : undefined}
        aria-label={panel.tabs.length > 1 ? tab.label : undefined}
        className="flex flex-1 flex-col"
      >
        {/* Rows of one dimension must never stand, or be clicked, under another's heading. */}
        <PanelBody key={tab.dimension} tab={tab} dashboard={dashboard} revision={revision} />
      </div>
    </section>
  );
});
