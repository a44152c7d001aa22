import type { ReactElement } from 'react';
import { SiteNamesDocument } from '../api/people.generated';
import { useQuery } from '../api/useQuery';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';

const FIRST = 500;

interface SitesFieldProps {
  organizationId: string;
  /** Null is all. */
  value: string[] | null;
  onChange: (siteIds: string[] | null) => void;
}

/** All sites of an organization, or some. */
export function SitesField({ organizationId, value, onChange }: SitesFieldProps): ReactElement {
  const t = useTexts(PEOPLE);
  const sites = useQuery(SiteNamesDocument, { organizationId, first: FIRST }).data?.sites.edges;
  const radio = 'flex items-center gap-2.5';
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-[13px] font-medium">{t.sites}</legend>
      <label className={radio}>
        <input
          type="radio"
          className="size-4 accent-accent"
          checked={value === null}
          onChange={() => onChange(null)}
        />
        {t.sitesAll}
      </label>
      <label className={radio}>
        <input
          type="radio"
          className="size-4 accent-accent"
          checked={value !== null}
          onChange={() => onChange([])}
        />
        {t.sitesSome}
      </label>
      {value && (
        <ul className="quiet-scroll mt-1 max-h-48 overflow-y-auto rounded-[9px] border border-line-strong p-1">
          {sites?.map(({ node }) => (
            <li key={node.id}>
              <label className="flex items-center gap-2.5 rounded-md px-2 py-1.5 hover:bg-sunken">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={value.includes(node.id)}
                  onChange={(event) =>
                    onChange(
                      event.target.checked
                        ? [...value, node.id]
                        : value.filter((id) => id !== node.id),
                    )
                  }
                />
                <span className="min-w-0 truncate">{node.name}</span>
                <span className="ml-auto truncate text-[12px] text-faint">{node.domains[0]}</span>
              </label>
            </li>
          ))}
          {sites?.length === 0 && <li className="px-2 py-1.5 text-faint">{t.sitesNone}</li>}
        </ul>
      )}
    </fieldset>
  );
}

export const useSitesInWords = (): ((siteIds: readonly string[] | null | undefined) => string) => {
  const t = useTexts(PEOPLE);
  return (siteIds) => (siteIds ? t.sitesCount(siteIds.length) : t.sitesAll.split(',')[0]!);
};
