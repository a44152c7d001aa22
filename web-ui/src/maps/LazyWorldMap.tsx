import { lazy, Suspense, type ReactElement } from 'react';
import { Skeleton } from '../ui/states';
import type { WorldMapProps } from './WorldMap';

const WorldMap = lazy(() => import('./WorldMap'));

/** Geometry and map are a chunk of their own, loaded when a map is first shown. */
export function LazyWorldMap(props: WorldMapProps): ReactElement {
  return (
    <Suspense fallback={<Skeleton className="aspect-[960/466] w-full" />}>
      <WorldMap {...props} />
    </Suspense>
  );
}
