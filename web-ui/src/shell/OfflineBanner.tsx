import type { ReactElement } from 'react';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { CloudOff } from './icons';
import { useOnline } from './useOnline';

export function OfflineBanner(): ReactElement {
  const t = useTexts(SHELL);
  const online = useOnline();
  return (
    <div role="status" data-testid="offline">
      {!online && (
        <p className="flex items-center gap-2.5 border-b border-line bg-sunken px-4 py-2 text-[13px] text-soft sm:px-8">
          <CloudOff />
          {t.offline}
        </p>
      )}
    </div>
  );
}
