import { lazy, Suspense, type ComponentType, type ReactElement } from 'react';
import { Skeleton } from '../ui/states';
import type { TimeChartProps } from './TimeChart';

/** Fetched beside the code that shows it, and drawn when it is there. */
const loaded = import('./TimeChart');
let TimeChart: ComponentType<TimeChartProps> = lazy(() => loaded);
// What is there is drawn at once: who waits is drawn after everything else.
void loaded.then(
  (chart) => (TimeChart = chart.default),
  () => undefined,
);

const HEIGHTS = [38, 52, 44, 70, 61, 80, 55, 66, 48, 74, 63, 58];

export function ChartSkeleton({ height = 290 }: { height?: number }): ReactElement {
  return (
    <div className="flex items-end gap-2 px-5 pb-8" style={{ height }} aria-busy="true">
      {HEIGHTS.map((share, index) => (
        <div key={index} className="flex-1" style={{ height: `${share}%` }}>
          <Skeleton className="h-full w-full" />
        </div>
      ))}
    </div>
  );
}

/** Drawn when its code is there. */
export function LazyTimeChart(props: TimeChartProps): ReactElement {
  return (
    <Suspense fallback={<ChartSkeleton {...(props.height ? { height: props.height } : {})} />}>
      <TimeChart {...props} />
    </Suspense>
  );
}
