import type { ReactElement } from 'react';
import type { Role } from '../api/people.generated';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';

const GIVEN: readonly Role[] = ['ADMIN', 'MANAGER', 'VIEWER'];

/** Any role but the owner's, which is handed over instead. */
export function RoleField({
  value,
  onChange,
}: {
  value: Role;
  onChange: (role: Role) => void;
}): ReactElement {
  const t = useTexts(PEOPLE);
  return (
    <fieldset>
      <legend className="mb-1.5 text-[13px] font-medium">{t.role}</legend>
      <div className="grid gap-2">
        {GIVEN.map((role) => (
          <label
            key={role}
            className={`flex cursor-pointer gap-3 rounded-[10px] border px-3.5 py-2.5 ${role === value ? 'border-accent bg-accent-wash/50' : 'border-line hover:border-line-strong'}`}
          >
            <input
              type="radio"
              name="role"
              className="mt-0.5 size-4 accent-accent"
              checked={role === value}
              onChange={() => onChange(role)}
            />
            <span>
              <span className="block font-medium">{t.roles[role]}</span>
              <span className="block text-[12.5px] text-soft">{t.roleHints[role]}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Owner and admins reach every site, whatever is assigned. */
export const hasSites = (role: Role): boolean => role === 'MANAGER' || role === 'VIEWER';
