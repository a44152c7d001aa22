import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { SiteDocument, SitesDocument } from '../../api/generated';
import {
  DeletedSitesDocument,
  DeleteSiteDocument,
  OrganizationSitesDocument,
  ResetSiteDocument,
  SiteAdminDocument,
  TransferSiteDocument,
  UndoDeleteSiteDocument,
} from '../../api/sites.generated';
import { invalidate } from '../../api/answers';
import { request } from '../../api/client';
import { useMutation } from '../../api/useMutation';
import { mayIn } from '../../auth/rights';
import { useSession } from '../../auth/session';
import { SETTINGS } from '../../i18n/settings';
import { useTexts } from '../../i18n/catalogue';
import { chooseOrganization, useOrganizations } from '../../shell/organization';
import { DangerSection } from '../../ui/form/DangerSection';
import { SelectField } from '../../ui/form/Field';
import { Toggle } from '../../ui/form/Toggle';
import { toast } from '../../ui/toast';
import type { AdminSite } from './useSiteUpdate';

const LISTS = [OrganizationSitesDocument, SitesDocument, DeletedSitesDocument];

/** What cannot be taken back lightly. For owner and admins. */
export function Danger({ site }: { site: AdminSite }): ReactElement {
  return (
    <>
      <Reset site={site} />
      <Transfer site={site} />
      <Delete site={site} />
    </>
  );
}

function Reset({ site }: { site: AdminSite }): ReactElement {
  const t = useTexts(SETTINGS);
  const reset = useMutation(ResetSiteDocument, { invalidates: [SiteAdminDocument, SiteDocument] });
  const confirm = async (close: () => void): Promise<void> => {
    if (!(await reset.run({ id: site.id }))) return;
    close();
    toast(t.resetDone);
  };
  return (
    <DangerSection
      title={t.resetTitle}
      text={t.resetText}
      action={t.reset}
      kind="caution"
      typed={site.name}
      mutation={reset}
      onConfirm={confirm}
    />
  );
}

function Transfer({ site }: { site: AdminSite }): ReactElement {
  const t = useTexts(SETTINGS);
  const session = useSession();
  const { all } = useOrganizations();
  const targets = all.filter(
    ({ id }) => id !== site.organizationId && mayIn(session, id, 'administer'),
  );
  const [chosen, setChosen] = useState<string>();
  const target = targets.find(({ id }) => id === chosen) ?? targets[0];
  const transfer = useMutation(TransferSiteDocument, {
    invalidates: [...LISTS, SiteAdminDocument, SiteDocument],
  });
  const confirm = async (close: () => void): Promise<void> => {
    if (!target || !(await transfer.run({ id: site.id, organizationId: target.id }))) return;
    close();
    chooseOrganization(target.id);
    toast(t.transferDone(target.name));
  };
  return (
    <DangerSection
      title={t.transferTitle}
      text={t.transferText}
      action={t.transfer}
      kind="caution"
      disabled={!target}
      question={`${site.name} → ${target?.name ?? ''}. ${t.transferText}`}
      typed={site.name}
      mutation={transfer}
      onConfirm={confirm}
    >
      {target ? (
        <SelectField label={t.transferTo} value={target.id} onText={setChosen}>
          {targets.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      ) : (
        <p className="text-[13px] text-faint">{t.transferNone}</p>
      )}
    </DangerSection>
  );
}

function Delete({ site }: { site: AdminSite }): ReactElement {
  const t = useTexts(SETTINGS);
  const navigate = useNavigate();
  const [now, setNow] = useState(false);
  const remove = useMutation(DeleteSiteDocument, { invalidates: LISTS });
  const undo = (): void =>
    void request(UndoDeleteSiteDocument, { id: site.id }).then(
      () => invalidate(...LISTS),
      () => invalidate(DeletedSitesDocument),
    );
  const confirm = async (): Promise<void> => {
    if (!(await remove.run({ id: site.id, now }))) return;
    await navigate({ to: '/sites' });
    toast(t.deleted(site.name), now ? undefined : { label: t.undo, run: undo });
  };
  return (
    <DangerSection
      title={t.deleteTitle}
      text={t.deleteText}
      action={t.delete}
      kind="danger"
      typed={site.name}
      mutation={remove}
      onConfirm={confirm}
      choices={
        <Toggle label={t.deleteNow} hint={t.deleteNowHint} checked={now} onChange={setNow} />
      }
    />
  );
}
