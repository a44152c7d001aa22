import type { ReactElement, ReactNode } from 'react';
import { COMMON } from '../../i18n/common';
import { useTexts } from '../../i18n/catalogue';
import { Button } from './Button';

interface SaveFooterProps {
  busy: boolean;
  changed: boolean;
  hint?: ReactNode;
  onSave: () => void;
}

export function SaveFooter({ busy, changed, hint, onSave }: SaveFooterProps): ReactElement {
  const t = useTexts(COMMON);
  return (
    <>
      {hint && <p className="mr-auto text-[12.5px] text-faint">{hint}</p>}
      <Button kind="primary" disabled={!changed || busy} onClick={onSave}>
        {busy ? t.saving : t.save}
      </Button>
    </>
  );
}
