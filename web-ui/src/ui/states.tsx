import type { ReactElement, ReactNode } from 'react';
import type { ApiError } from '../api/error';
import { Warning } from './icons';
import { useTexts } from '../i18n/catalogue';
import { FAILURES } from '../i18n/failures';

export function Skeleton({ className }: { className: string }): ReactElement {
  return <div aria-hidden="true" className={'animate-breathe rounded-md bg-sunken ' + className} />;
}

interface EmptyProps {
  title: string;
  children?: ReactNode;
}

export function Empty({ title, children }: EmptyProps): ReactElement {
  return (
    <div className="grid h-full min-h-32 place-content-center justify-items-center gap-1 px-6 text-center">
      <svg viewBox="0 0 48 24" className="mb-2 w-12 text-line-strong" aria-hidden="true">
        <g fill="currentColor">
          <rect x="4" y="17" width="6" height="5" rx="3" />
          <rect x="15" y="13" width="6" height="9" rx="3" opacity=".8" />
          <rect x="26" y="15" width="6" height="7" rx="3" opacity=".6" />
          <rect x="37" y="18" width="6" height="4" rx="2" opacity=".4" />
        </g>
      </svg>
      <p className="font-medium text-soft">{title}</p>
      {children && <p className="text-[13px] text-faint">{children}</p>}
    </div>
  );
}

export function Failure({
  error,
  onRetry,
}: {
  error: ApiError;
  onRetry?: () => void;
}): ReactElement {
  const t = useTexts(FAILURES);
  return (
    <div
      role="alert"
      className="grid h-full min-h-32 place-content-center justify-items-center gap-2 px-6 text-center"
    >
      <span className="grid size-9 place-content-center rounded-full bg-bad-wash text-bad">
        <Warning />
      </span>
      <p className="font-medium">{t[error.code]}</p>
      <p className="text-[13px] break-words text-faint">{error.message}</p>
      {onRetry && (
        <button type="button" className="control mt-1" onClick={onRetry}>
          {t.again}
        </button>
      )}
    </div>
  );
}
