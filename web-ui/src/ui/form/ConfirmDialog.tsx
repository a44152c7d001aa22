import { useState, type ReactElement, type ReactNode } from 'react';
import type { ApiError } from '../../api/error';
import { COMMON } from '../../i18n/common';
import { useTexts } from '../../i18n/catalogue';
import { Dialog } from '../Dialog';
import { Button } from './Button';
import { TextField } from './Field';
import { ErrorNotice } from './Notice';

interface ConfirmDialogProps {
  title: string;
  text: ReactNode;
  /** Has to be typed where what is done is grave. */
  typed?: string;
  action: string;
  busy: boolean;
  error: ApiError | undefined;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}

export function ConfirmDialog({
  title,
  text,
  typed,
  action,
  busy,
  error,
  onConfirm,
  onClose,
  children,
}: ConfirmDialogProps): ReactElement {
  const t = useTexts(COMMON);
  const [entered, setEntered] = useState('');
  return (
    <Dialog title={title} onClose={onClose} className="sm:w-[28rem]">
      <form
        className="grid gap-4 px-5 pb-5"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <p className="text-soft">{text}</p>
        {children}
        {typed !== undefined && (
          <TextField
            label={t.typeToConfirm(typed)}
            autoComplete="off"
            spellCheck={false}
            value={entered}
            onText={setEntered}
          />
        )}
        <ErrorNotice error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button
            type="submit"
            kind="danger"
            disabled={busy || (typed !== undefined && entered.trim() !== typed.trim())}
          >
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
