import {
  useId,
  type InputHTMLAttributes,
  type ReactElement,
  type ReactNode,
  type SelectHTMLAttributes,
} from 'react';
import { ChevronDown } from '../icons';

export const INPUT =
  'h-9 w-full min-w-0 rounded-[9px] border border-line-strong bg-surface px-3 text-ink placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:bg-sunken disabled:text-soft aria-invalid:border-bad max-sm:h-10 max-sm:text-[16px]';

export interface FieldProps {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong with the value. */
  error?: string | undefined;
  /** Words beside the label, such as that it may stay empty. */
  aside?: ReactNode;
}

interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** A label over what it names, with hint and error below, all of them tied together. */
export function Field({
  label,
  hint,
  error,
  aside,
  children,
}: FieldProps & { children: (wiring: Wiring) => ReactNode }): ReactElement {
  const id = useId();
  const isDescribed = !!(hint ?? error);
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="text-[13px] font-medium">
          {label}
        </label>
        {aside && <span className="text-[12px] text-faint">{aside}</span>}
      </div>
      {children({
        id,
        'aria-describedby': isDescribed ? id + '-more' : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {isDescribed && (
        <p
          id={id + '-more'}
          className={`text-[12.5px] ${error ? 'text-bad' : 'text-faint'}`}
          {...(error ? { role: 'alert' } : {})}
        >
          {error ?? hint}
        </p>
      )}
    </div>
  );
}

type TextProps = FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'>;

export function TextField({
  label,
  hint,
  error,
  aside,
  className = '',
  onText,
  ...input
}: TextProps & { onText: (text: string) => void }): ReactElement {
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(wiring) => (
        <input
          {...input}
          {...wiring}
          className={`${INPUT} ${className}`}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </Field>
  );
}

type SelectProps = FieldProps & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange'>;

/** The browser's own list: it is the best one on telephones, and finds by typing elsewhere. */
export function SelectField({
  label,
  hint,
  error,
  aside,
  onText,
  children,
  ...select
}: SelectProps & { onText: (text: string) => void }): ReactElement {
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(wiring) => (
        <span className="relative block">
          <select
            {...select}
            {...wiring}
            className={`${INPUT} appearance-none pr-8`}
            onChange={(event) => onText(event.target.value)}
          >
            {children}
          </select>
          <ChevronDown className="pointer-events-none absolute top-1/2 right-2.5 size-3.5 -translate-y-1/2 text-faint" />
        </span>
      )}
    </Field>
  );
}
