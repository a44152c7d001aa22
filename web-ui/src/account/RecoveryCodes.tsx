import { useEffect, useState, type ReactElement } from 'react';
import { ACCOUNT } from '../i18n/account';
import { COMMON } from '../i18n/common';
import { useTexts } from '../i18n/catalogue';
import { Button, buttonClass } from '../ui/form/Button';
import { Notice } from '../ui/form/Notice';

/** Shown this once. */
export function RecoveryCodes({
  codes,
  onDone,
}: {
  codes: readonly string[];
  onDone: () => void;
}): ReactElement {
  const t = useTexts(ACCOUNT);
  const common = useTexts(COMMON);
  const [copied, setCopied] = useState(false);
  const text = codes.join('\n');
  const [file] = useState(() => URL.createObjectURL(new Blob([text + '\n'])));
  useEffect(() => () => URL.revokeObjectURL(file), [file]);
  return (
    <div className="grid gap-4 px-5 pb-5">
      <Notice kind="plain">{t.codesText}</Notice>
      <ul
        aria-label={t.codesTitle}
        data-testid="recovery-codes"
        className="grid gap-x-6 gap-y-1.5 rounded-[10px] bg-sunken p-4 font-mono text-[13px] sm:grid-cols-2"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        >
          {copied ? common.copied : common.copy}
        </Button>
        <a href={file} download="footfall-recovery-codes.txt" className={buttonClass()}>
          {t.download}
        </a>
        <Button kind="primary" onClick={onDone}>
          {t.codesKept}
        </Button>
      </div>
    </div>
  );
}
