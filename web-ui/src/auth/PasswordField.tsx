import { useState, type InputHTMLAttributes, type ReactElement } from 'react';
import { AUTH } from '../i18n/auth';
import { useTexts } from '../i18n/catalogue';
import { Field, INPUT, type FieldProps } from '../ui/form/Field';
import { Eye, EyeOff } from './icons';

interface PasswordFieldProps
  extends FieldProps, Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  onText: (text: string) => void;
}

export function PasswordField({
  label,
  hint,
  error,
  aside,
  onText,
  ...input
}: PasswordFieldProps): ReactElement {
  const t = useTexts(AUTH);
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error} aside={aside}>
      {(wiring) => (
        <span className="relative block">
          <input
            {...input}
            {...wiring}
            type={shown ? 'text' : 'password'}
            spellCheck={false}
            autoCapitalize="none"
            className={INPUT + ' pr-10'}
            onChange={(event) => onText(event.target.value)}
          />
          <button
            type="button"
            aria-label={shown ? t.hidePassword : t.showPassword}
            className="absolute top-1/2 right-1 grid size-8 -translate-y-1/2 place-content-center rounded-md text-faint hover:text-ink"
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff /> : <Eye />}
          </button>
        </span>
      )}
    </Field>
  );
}
