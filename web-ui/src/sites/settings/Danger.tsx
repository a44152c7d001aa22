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
import { Button } from '../../ui/form/Button';
import { ConfirmDialog } from '../../ui/form/ConfirmDialog';
import { SelectField } from '../../ui/form/Field';
import { Section } from '../../ui/form/Section';
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
  const [asking, setAsking] = useState(false);
  const reset = useMutation(ResetSiteDocument, { invalidates: [SiteAdminDocument, SiteDocument] });
  const confirm = async (): Promise<void> => {
    if (!(await reset.run({ id: site.id }))) return;
    setAsking(false);
    toast(t.resetDone);
  };
  return (
    <Section
      danger
      title={t.resetTitle}
      description={t.resetText}
      footer={
        <Button kind="caution" onClick={() => setAsking(true)}>
          {t.reset}
        </Button>
      }
    >
      {asking && (
        <ConfirmDialog
          title={t.resetTitle}
          text={t.resetText}
          typed={site.name}
          action={t.reset}
          busy={reset.busy}
          error={reset.error}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
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
  const [asking, setAsking] = useState(false);
  const target = targets.find(({ id }) => id === chosen) ?? targets[0];
  const transfer = useMutation(TransferSiteDocument, {
    invalidates: [...LISTS, SiteAdminDocument, SiteDocument],
  });
  const confirm = async (): Promise<void> => {
    if (!target || !(await transfer.run({ id: site.id, organizationId: target.id }))) return;
    setAsking(false);
    chooseOrganization(target.id);
    toast(t.transferDone(target.name));
  };
  return (
    <Section
      danger
      title={t.transferTitle}
      description={t.transferText}
      footer={
        <Button kind="caution" disabled={!target} onClick={() => setAsking(true)}>
          {t.transfer}
        </Button>
      }
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
      {asking && target && (
        <ConfirmDialog
          title={t.transferTitle}
          text={`${site.name} → ${target.name}. ${t.transferText}`}
          typed={site.name}
          action={t.transfer}
          busy={transfer.busy}
          error={transfer.error}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}

function Delete({ site }: { site: AdminSite }): ReactElement {
  const t = useTexts(SETTINGS);
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
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
    <Section
      danger
      title={t.deleteTitle}
      description={t.deleteText}
      footer={
        <Button kind="danger" onClick={() => setAsking(true)}>
          {t.delete}
        </Button>
      }
    >
      {asking && (
        <ConfirmDialog
          title={t.deleteTitle}
          text={t.deleteText}
          typed={site.name}
          action={t.delete}
          busy={remove.busy}
          error={remove.error}
          onConfirm={() => void confirm()}
          onClose={() => setAsking(false)}
        >
          <Toggle label={t.deleteNow} hint={t.deleteNowHint} checked={now} onChange={setNow} />
        </ConfirmDialog>
      )}
    </Section>
  );
}
