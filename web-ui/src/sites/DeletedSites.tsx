import type { ReactElement } from 'react';
import {
  DeletedSitesDocument,
  OrganizationSitesDocument,
  UndoDeleteSiteDocument,
} from '../api/sites.generated';
import { SitesDocument } from '../api/generated';
import { useMutation } from '../api/useMutation';
import { useQuery } from '../api/useQuery';
import { SITES } from '../i18n/sites';
import { useTexts } from '../i18n/catalogue';
import { formatMoment } from '../i18n/dates';
import { Button } from '../ui/form/Button';
import { ErrorNotice } from '../ui/form/Notice';
import { toast } from '../ui/toast';

/** What can still be brought back; nothing where there is none. */
export function DeletedSites({ organizationId }: { organizationId: string }): ReactElement | null {
  const t = useTexts(SITES);
  const deleted = useQuery(DeletedSitesDocument, { organizationId }).data?.deletedSites;
  const undo = useMutation(UndoDeleteSiteDocument, {
    invalidates: [DeletedSitesDocument, OrganizationSitesDocument, SitesDocument],
  });
  if (!deleted?.length) return null;
  return (
    <section className="mt-10" aria-labelledby="deleted-sites">
      <h2 id="deleted-sites" className="mb-2 text-[13px] font-medium text-soft">
        {t.deletedTitle}
      </h2>
      <ul className="card divide-y divide-line">
        {deleted.map(({ id, name, undoUntil }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-3 px-5 py-3">
            <div className="min-w-0">
              <p className="truncate font-medium">{name}</p>
              <p className="text-[12.5px] text-faint">{t.deletedText(formatMoment(undoUntil))}</p>
            </div>
            <Button
              disabled={undo.busy}
              onClick={() => {
                void undo.run({ id }).then((answer) => {
                  if (answer) toast(t.broughtBack(name));
                });
              }}
            >
              {t.undo}
            </Button>
          </li>
        ))}
      </ul>
      <div className="mt-3">
        <ErrorNotice error={undo.error} />
      </div>
    </section>
  );
}
