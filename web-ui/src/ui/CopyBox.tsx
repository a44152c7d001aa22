import { useState, type ReactElement } from 'react';
import { Check, Copy } from './icons';
import { useTexts } from '../i18n/catalogue';
import { COMMON } from '../i18n/common';

export function CopyBox({ text, label }: { text: string; label: string }): ReactElement {
  const t = useTexts(COMMON);
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1500);
    });
  };
  return (
    <div className="flex items-start gap-2 rounded-lg border border-line bg-sunken py-1.5 pr-1.5 pl-3">
      <code
        // What scrolls has to be within reach of the keyboard.
        tabIndex={0}
        className="quiet-scroll flex-1 self-center overflow-x-auto py-1 text-left font-mono text-[12.5px] whitespace-pre"
      >
        {text}
      </code>
      <button
        type="button"
        className="grid size-7 place-content-center rounded-md text-soft hover:bg-surface hover:text-ink"
        aria-label={copied ? t.copied : t.copyOf(label)}
        onClick={copy}
      >
        {copied ? <Check className="size-4 text-good" /> : <Copy />}
      </button>
    </div>
  );
}
