import type { ReactElement } from 'react';
import { Skeleton } from '../ui/states';

/** While a page's code is on its way. */
export function PageFallback(): ReactElement {
  return (
    <div className="mx-auto max-w-[1120px] px-4 py-8 sm:px-8" aria-busy="true">
      <Skeleton className="h-8 w-48" />
      <Skeleton className="mt-8 h-40 w-full rounded-2xl" />
    </div>
  );
}
