import type { ReactElement, ReactNode } from 'react';
import type { ApiError } from '../api/error';
import { COMMON } from '../i18n/common';
import { useTexts } from '../i18n/catalogue';
import { Button } from './form/Button';
import { Failure, Skeleton } from './states';

interface ListFrameProps {
  /** What the list was asked by. */
  query: { status: 'loading' | 'ready' } | { status: 'failed'; error: ApiError };
  retry: () => void;
  /** How many entries are there; undefined before the first answer. */
  count: number | undefined;
  /** In place of an empty list. */
  empty: ReactNode;
  /** In place of the list until it is there. */
  loading?: ReactNode;
  /** Entries are cards themselves. */
  open?: boolean;
  /** Asks for more of it, where there is more. */
  onMore?: (() => void) | undefined;
  moreLabel?: string;
  children: ReactNode;
}

/** A list that may be loading, failed, empty, or longer than what is shown. */
export function ListFrame({
  query,
  retry,
  count,
  empty,
  loading = <Rows />,
  open = false,
  onMore,
  moreLabel,
  children,
}: ListFrameProps): ReactElement {
  const t = useTexts(COMMON);
  const content = (): ReactElement => {
    if (count === undefined && query.status === 'failed')
      return (
        <div className="card py-12">
          <Failure error={query.error} onRetry={retry} />
        </div>
      );
    if (count === undefined) return open ? <>{loading}</> : <div className="card">{loading}</div>;
    if (!count) return <div className="card py-12">{empty}</div>;
    return open ? <>{children}</> : <div className="card overflow-hidden">{children}</div>;
  };
  return (
    <>
      {content()}
      {onMore && (
        <Button className="mx-auto mt-4 flex" onClick={onMore}>
          {moreLabel ?? t.more}
        </Button>
      )}
    </>
  );
}

function Rows(): ReactElement {
  return (
    <div className="grid gap-3 p-5" aria-busy="true">
      <Skeleton className="h-9 w-full" />
      <Skeleton className="h-9 w-full" />
    </div>
  );
}
