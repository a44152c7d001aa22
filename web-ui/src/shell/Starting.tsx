import type { ReactElement } from 'react';
import type { ApiError } from '../api/error';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { Logo } from '../ui/icons';

interface StartingProps {
  error?: ApiError;
  onRetry?: () => void;
}

/** Until it is known who is here. */
export function Starting({ error, onRetry }: StartingProps): ReactElement {
  const t = useTexts(SHELL);
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-4 text-center">
      <Logo className={'size-10 ' + (error ? '' : 'animate-breathe')} />
      <p role="status" className={error ? 'font-medium' : 'sr-only'}>
        {error ? t.unreachable : t.starting}
      </p>
      {onRetry && (
        <button type="button" className="control" onClick={onRetry}>
          {t.tryAgain}
        </button>
      )}
    </main>
  );
}
