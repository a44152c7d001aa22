import { useId, type ReactElement } from 'react';
import { TRACKING } from '../../i18n/tracking';
import { useTexts } from '../../i18n/catalogue';
import { Button } from '../../ui/form/Button';
import { INPUT } from '../../ui/form/Field';
import { Close } from '../../ui/icons';

interface Source {
  from: string;
  property: string;
}

interface PropertySourcesProps {
  label: string;
  placeholder: string;
  values: readonly Source[];
  disabled: boolean;
  onValues: (values: Source[]) => void;
}

/** Pairs of where something stands and what it is called. */
export function PropertySources({
  label,
  placeholder,
  values,
  disabled,
  onValues,
}: PropertySourcesProps): ReactElement {
  const t = useTexts(TRACKING);
  const id = useId();
  const change = (index: number, edits: Partial<Source>): void =>
    onValues(values.map((one, at) => (at === index ? { ...one, ...edits } : one)));
  return (
    <div role="group" aria-labelledby={id} className="grid gap-2">
      <p id={id} className="text-[13px] font-medium">
        {label}
      </p>
      {values.map(({ from, property }, index) => (
        <div key={index} className="flex items-center gap-2">
          <input
            aria-label={t.from}
            className={INPUT + ' font-mono text-[13px]'}
            placeholder={placeholder}
            disabled={disabled}
            value={from}
            onChange={(event) => change(index, { from: event.target.value })}
          />
          <span aria-hidden="true" className="text-faint">
            →
          </span>
          <input
            aria-label={t.property}
            className={INPUT + ' font-mono text-[13px]'}
            placeholder={placeholder.replace('.', '_')}
            disabled={disabled}
            value={property}
            onChange={(event) => change(index, { property: event.target.value })}
          />
          {!disabled && (
            <Button
              kind="quiet"
              className="w-9 shrink-0 px-0"
              aria-label={t.removeProperty(property)}
              onClick={() => onValues(values.filter((_, at) => at !== index))}
            >
              <Close />
            </Button>
          )}
        </div>
      ))}
      {!disabled && (
        <Button
          className="justify-self-start"
          onClick={() => onValues([...values, { from: '', property: '' }])}
        >
          {t.addProperty}
        </Button>
      )}
    </div>
  );
}
