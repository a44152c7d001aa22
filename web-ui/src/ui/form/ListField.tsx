import { useState, type ReactElement } from 'react';
import { COMMON } from '../../i18n/common';
import { useTexts } from '../../i18n/catalogue';
import { Close } from '../icons';
import { Field, type FieldProps } from './Field';

interface ListFieldProps extends FieldProps {
  values: readonly string[];
  onValues: (values: string[]) => void;
  placeholder?: string;
  disabled?: boolean;
  /** What is typed, as it is kept. */
  tidy?: (text: string) => string;
}

const SEPARATORS = /[\s,;]+/;

/** Several short values. Enter, comma and leaving the field add what was typed, Backspace takes the last away. */
export function ListField({
  values,
  onValues,
  placeholder,
  disabled = false,
  tidy = (text) => text,
  ...field
}: ListFieldProps): ReactElement {
  const t = useTexts(COMMON);
  const [typed, setTyped] = useState('');
  const add = (text: string): void => {
    const added = text.split(SEPARATORS).map(tidy).filter(Boolean);
    setTyped('');
    if (added.length) onValues([...new Set([...values, ...added])]);
  };
  return (
    <Field {...field}>
      {(wiring) => (
        <div className="flex min-h-9 flex-wrap items-center gap-1.5 rounded-[9px] border border-line-strong bg-surface px-1.5 py-1 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent">
          {values.map((value) => (
            <span
              key={value}
              className="flex max-w-full items-center gap-1 rounded-md bg-sunken py-0.5 pr-0.5 pl-2 text-[13px]"
            >
              <span className="truncate">{value}</span>
              {!disabled && (
                <button
                  type="button"
                  aria-label={t.removeOf(value)}
                  className="grid size-6 place-content-center rounded text-faint hover:text-ink"
                  onClick={() => onValues(values.filter((one) => one !== value))}
                >
                  <Close className="size-3" />
                </button>
              )}
            </span>
          ))}
          <input
            {...wiring}
            value={typed}
            disabled={disabled}
            placeholder={values.length ? undefined : placeholder}
            autoCapitalize="none"
            spellCheck={false}
            className="h-6 min-w-24 flex-1 bg-transparent px-1.5 outline-none placeholder:text-faint focus-visible:outline-none max-sm:text-[16px]"
            onChange={(event) => {
              const text = event.target.value;
              if (SEPARATORS.test(text)) add(text);
              else setTyped(text);
            }}
            onBlur={() => add(typed)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && typed) {
                event.preventDefault();
                add(typed);
              }
              if (event.key === 'Backspace' && !typed) onValues(values.slice(0, -1));
            }}
          />
        </div>
      )}
    </Field>
  );
}
