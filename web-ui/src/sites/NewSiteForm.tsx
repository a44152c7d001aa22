import { useState, type ReactElement } from 'react';
import { SitesDocument } from '../api/generated';
import {
  CreateSiteDocument,
  OrganizationSitesDocument,
  type SiteAdminFieldsFragment,
} from '../api/sites.generated';
import { useMutation } from '../api/useMutation';
import { SITES } from '../i18n/sites';
import { useTexts } from '../i18n/catalogue';
import { browserCurrency, browserTimezone, tidyDomain } from '../lib/presets';
import { mayIn } from '../auth/rights';
import { useSession } from '../auth/session';
import { useOrganizations } from '../shell/organization';
import { Button } from '../ui/form/Button';
import { SelectField, TextField } from '../ui/form/Field';
import { ListField } from '../ui/form/ListField';
import { ErrorNotice } from '../ui/form/Notice';
import { CurrencyField, TimezoneField } from './places';

export function NewSiteForm({
  onCreated,
}: {
  onCreated: (site: SiteAdminFieldsFragment) => void;
}): ReactElement {
  const t = useTexts(SITES);
  const session = useSession();
  const { all, current } = useOrganizations();
  const owners = all.filter(({ id }) => mayIn(session, id, 'administer'));
  const [name, setName] = useState('');
  const [domains, setDomains] = useState<string[]>([]);
  const [timezone, setTimezone] = useState(browserTimezone);
  const [currency, setCurrency] = useState(browserCurrency);
  const [owner, setOwner] = useState<string>();
  const [isMissing, setMissing] = useState(false);
  const create = useMutation(CreateSiteDocument, {
    invalidates: [OrganizationSitesDocument, SitesDocument],
  });
  const isDomain = create.error?.field === 'domains';

  const submit = async (): Promise<void> => {
    if (!domains.length) return setMissing(true);
    const answer = await create.run({
      input: {
        name: name.trim() || domains[0]!,
        domains,
        timezone,
        currency,
        organizationId: owner ?? current?.id ?? null,
      },
    });
    if (answer) onCreated(answer.createSite);
  };

  return (
    <form
      className="card grid gap-5 p-5 sm:p-7"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ListField
        label={t.domain}
        hint={t.domainHint}
        placeholder={t.domainPlaceholder}
        values={domains}
        tidy={tidyDomain}
        error={
          isMissing && !domains.length
            ? t.domainMissing
            : isDomain
              ? create.error?.message
              : undefined
        }
        onValues={setDomains}
      />
      <TextField
        label={t.name}
        placeholder={domains[0] ?? t.namePlaceholder}
        maxLength={100}
        value={name}
        onText={setName}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <TimezoneField value={timezone} onText={setTimezone} />
        <CurrencyField value={currency} onText={setCurrency} />
      </div>
      {owners.length > 1 && (
        <SelectField label={t.owner} value={owner ?? current?.id} onText={setOwner}>
          {owners.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </SelectField>
      )}
      {!isDomain && <ErrorNotice error={create.error} />}
      <div className="flex justify-end">
        <Button type="submit" kind="primary" className="h-10 max-sm:w-full" disabled={create.busy}>
          {create.busy ? t.creating : t.create}
        </Button>
      </div>
    </form>
  );
}
