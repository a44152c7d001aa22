import type { ReactElement, ReactNode } from 'react';
import type { ApiError, ErrorCode } from '../../api/error';
import { COMMON } from '../../i18n/common';
import { useTexts, type Translation } from '../../i18n/catalogue';
import { Check, Warning } from '../icons';

interface NoticeProps {
  kind: 'bad' | 'good' | 'plain';
  children: ReactNode;
}

const TONES = {
  bad: 'bg-bad-wash text-bad',
  good: 'bg-accent-wash text-accent-ink',
  plain: 'bg-sunken text-soft',
};

export function Notice({ kind, children }: NoticeProps): ReactElement {
  return (
    <div
      role={kind === 'bad' ? 'alert' : 'status'}
      className={`flex gap-2.5 rounded-[10px] px-3 py-2.5 text-[13px] ${TONES[kind]}`}
    >
      {kind === 'bad' && <Warning className="mt-px" />}
      {kind === 'good' && <Check className="mt-px" />}
      <div className="min-w-0 flex-1 break-words">{children}</div>
    </div>
  );
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Errors in the reader's words; what is wrong with an input the server knows best. */
export const describeError = (error: ApiError, t: Translation<(typeof COMMON)['en']>): string => {
  const known: Partial<Record<ErrorCode, string>> = {
    NETWORK: t.networkError,
    RATE_LIMITED: t.rateError,
    TIMEOUT: t.timeoutError,
    INTERNAL: t.internalError,
    UNAUTHENTICATED: t.signInError,
  };
  return known[error.code] ?? capitalised(error.message);
};

export function ErrorNotice({ error }: { error: ApiError | undefined }): ReactElement | null {
  const t = useTexts(COMMON);
  return error ? <Notice kind="bad">{describeError(error, t)}</Notice> : null;
}
