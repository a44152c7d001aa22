import { lazy, Suspense, useState, type ReactElement } from 'react';
import type { Dimension, Metric } from '../api/generated';
import { formatExact } from '../lib/format';
import { LazyWorldMap } from '../maps/LazyWorldMap';
import { Empty, Skeleton } from '../ui/states';
import type { BreakdownRow } from './breakdown';
import { BreakdownList } from './BreakdownList';
import { metricInfo } from './metrics';
import type { PanelTab } from './panels';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

const Donut = lazy(() => import('../charts/Donut'));

export const ROWS_OF_VIEW: Record<PanelTab['view'], number> = {
  list: 9,
  properties: 8,
  donut: 8,
  map: 9,
};

interface PanelViewProps {
  view: PanelTab['view'];
  dimension: Dimension;
  metric: Metric;
  currency: string;
  rows: readonly BreakdownRow[];
  total: number;
  chosen: string | null | undefined;
  onChoose: (value: string | null) => void;
}

export function PanelView(props: PanelViewProps): ReactElement {
  switch (props.view) {
    case 'map':
      return <MapView {...props} />;
    case 'donut':
      return <DonutView {...props} />;
    default:
      return <BreakdownList {...props} rows={props.rows.slice(0, ROWS_OF_VIEW[props.view])} />;
  }
}

function MapView(props: PanelViewProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const { rows, metric, currency, chosen, onChoose } = props;
  const { unit, label } = metricInfo(metric);
  const values = new Map(
    rows.flatMap(({ value, count }) => (value === null ? [] : [[value, count] as const])),
  );
  return (
    <div className="grid grid-cols-1 items-center gap-x-5 gap-y-2 @min-[640px]:grid-cols-[minmax(0,1fr)_19.5rem]">
      <LazyWorldMap
        label={label}
        values={values}
        format={(value) => formatExact(value, unit, currency)}
        {...(chosen === undefined ? {} : { chosen })}
        onChoose={onChoose}
      />
      {values.size ? (
        <BreakdownList
          {...props}
          rows={rows.slice(0, ROWS_OF_VIEW.map)}
          className="@min-[440px]:@max-[640px]:grid-cols-2 @min-[440px]:@max-[640px]:gap-x-3"
        />
      ) : (
        <Empty title={t.noPlaces}>{t.noPlacesText}</Empty>
      )}
    </div>
  );
}

/** Slices beyond this are one more shade that nobody tells apart. */
const SLICES = 8;
const MARKS = ['100%', '85%', '70%', '55%', '40%', '25%', '14%', '14%'];

function DonutView(props: PanelViewProps): ReactElement {
  const { rows, metric, total, onChoose } = props;
  const [hovered, setHovered] = useState<string | null>(null);
  const shown = rows.slice(0, SLICES);
  return (
    <div className="grid grid-cols-1 items-center gap-x-5 gap-y-3 @min-[440px]:grid-cols-[148px_minmax(0,1fr)]">
      <div className="grid justify-items-center">
        <Suspense fallback={<Skeleton className="size-[148px] rounded-full" />}>
          <Donut
            slices={shown}
            label={metricInfo(metric).label}
            total={total}
            hovered={hovered}
            onHover={setHovered}
            onChoose={(key) => onChoose(shown.find((row) => row.key === key)?.value ?? null)}
          />
        </Suspense>
      </div>
      <BreakdownList
        {...props}
        rows={shown}
        onHover={setHovered}
        mark={(_, index) => (
          <span
            className="relative size-2 shrink-0 rounded-full"
            style={{
              background: `color-mix(in oklab, var(--accent) ${MARKS[index] ?? '14%'}, var(--land))`,
            }}
          />
        )}
      />
    </div>
  );
}
