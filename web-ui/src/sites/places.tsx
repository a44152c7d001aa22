import type { ReactElement } from 'react';
import { SITES } from '../i18n/sites';
import { useTexts } from '../i18n/catalogue';
import { useLanguage } from '../i18n/language';
import { currencies, timezones } from '../lib/presets';
import { SelectField } from '../ui/form/Field';

interface PlaceProps {
  value: string;
  disabled?: boolean;
  onText: (value: string) => void;
}

export function TimezoneField(props: PlaceProps): ReactElement {
  const t = useTexts(SITES);
  const known = timezones();
  return (
    <SelectField label={t.timezone} hint={t.timezoneHint} {...props}>
      {!known.includes(props.value) && <option value={props.value}>{props.value}</option>}
      {known.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll('_', ' ')}
        </option>
      ))}
    </SelectField>
  );
}

export function CurrencyField(props: PlaceProps): ReactElement {
  const t = useTexts(SITES);
  const [language] = useLanguage();
  return (
    <SelectField label={t.currency} hint={t.currencyHint} {...props}>
      {currencies(language).map(({ code, name }) => (
        <option key={code} value={code}>
          {code} · {name}
        </option>
      ))}
    </SelectField>
  );
}
