import { useState, type ReactElement } from 'react';
import { TRACKING } from '../../i18n/tracking';
import { useTexts } from '../../i18n/catalogue';
import { Button } from '../../ui/form/Button';
import { TextField } from '../../ui/form/Field';
import { Close } from '../../ui/icons';
import { SaveSection } from './SaveSection';
import { useSiteUpdate, type SettingsProps } from './useSiteUpdate';

/** As typed: a value is text until it is saved. */
interface Row {
  form: string;
  leadType: string;
  leadValue: string;
}

export function Leads({ site, mayChange }: SettingsProps): ReactElement {
  const t = useTexts(TRACKING);
  const update = useSiteUpdate(site.id);
  const saved = site.settings.leads.map(({ form, leadType, leadValue }): Row => ({
    form,
    leadType: leadType ?? '',
    leadValue: leadValue == null ? '' : String(leadValue),
  }));
  const [typed, setTyped] = useState<Row[]>();
  const rows = typed ?? saved;
  const change = (index: number, edits: Partial<Row>): void =>
    setTyped(rows.map((row, at) => (at === index ? { ...row, ...edits } : row)));
  const save = async (): Promise<void> => {
    const leads = rows
      .filter(({ form }) => form.trim())
      .map(({ form, leadType, leadValue }) => ({
        form: form.trim(),
        leadType: leadType.trim() || null,
        leadValue: leadValue ? Number(leadValue) : null,
      }));
    if (await update.saveSettings({ leads })) setTyped(undefined);
  };
  return (
    <SaveSection
      title={t.leadsTitle}
      description={t.leadsText}
      mayChange={mayChange}
      update={update}
      changed={!!typed && JSON.stringify(typed) !== JSON.stringify(saved)}
      onSave={() => void save()}
    >
      {rows.map((row, index) => (
        <div
          key={index}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,1.4fr)_minmax(0,1fr)_auto]"
        >
          <div className="max-sm:col-span-3">
            <TextField
              label={t.leadForm}
              placeholder="contact"
              disabled={!mayChange}
              value={row.form}
              onText={(form) => change(index, { form })}
            />
          </div>
          <TextField
            label={t.leadType}
            placeholder="demo"
            disabled={!mayChange}
            value={row.leadType}
            onText={(leadType) => change(index, { leadType })}
          />
          <TextField
            label={`${t.leadValue} (${site.currency})`}
            type="number"
            step="any"
            disabled={!mayChange}
            value={row.leadValue}
            onText={(leadValue) => change(index, { leadValue })}
          />
          {mayChange && (
            <Button
              kind="quiet"
              className="w-9 px-0"
              aria-label={t.removeLead(row.form)}
              onClick={() => setTyped(rows.filter((_, at) => at !== index))}
            >
              <Close />
            </Button>
          )}
        </div>
      ))}
      {!rows.length && <p className="text-[13px] text-faint">{t.noLeads}</p>}
      {mayChange && (
        <Button
          className="justify-self-start"
          onClick={() => setTyped([...rows, { form: '', leadType: '', leadValue: '' }])}
        >
          {t.addLead}
        </Button>
      )}
    </SaveSection>
  );
}
