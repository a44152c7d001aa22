import { SiteDocument, SitesDocument } from '../../api/generated';
import {
  OrganizationSitesDocument,
  SiteAdminDocument,
  UpdateSiteDocument,
  type SiteAdminFieldsFragment,
  type SiteSettingsInput,
  type UpdateSiteInput,
} from '../../api/sites.generated';
import type { ApiError } from '../../api/error';
import { useMutation } from '../../api/useMutation';
import { COMMON } from '../../i18n/common';
import { useTexts } from '../../i18n/catalogue';
import { toast } from '../../ui/toast';

export type AdminSite = SiteAdminFieldsFragment;

export interface SettingsProps {
  site: AdminSite;
  /** Whether who is here may change it. */
  mayChange: boolean;
}

export interface SiteUpdate {
  busy: boolean;
  error: ApiError | undefined;
  save: (input: UpdateSiteInput) => Promise<boolean>;
  saveSettings: (settings: SiteSettingsInput) => Promise<boolean>;
}

export const useSiteUpdate = (siteId: string): SiteUpdate => {
  const t = useTexts(COMMON);
  const update = useMutation(UpdateSiteDocument, {
    invalidates: [SiteAdminDocument, SiteDocument, SitesDocument, OrganizationSitesDocument],
  });
  const save = async (input: UpdateSiteInput): Promise<boolean> => {
    const answer = await update.run({ id: siteId, input });
    if (answer) toast(t.saved);
    return !!answer;
  };
  return {
    busy: update.busy,
    error: update.error,
    save,
    saveSettings: (settings) => save({ settings }),
  };
};
