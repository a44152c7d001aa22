import { Link } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { useSession } from '../auth/session';
import type { Right } from '../auth/rights';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { buttonClass } from '../ui/form/Button';
import { KeyIcon } from './icons';
import { useMay, useOrganizations, type Organization } from './organization';
import { PageFallback } from './PageFallback';

/** In place of a page that is not for who is here. */
export function NoPermission(): ReactElement {
  const t = useTexts(SHELL);
  const isKey = useSession().kind === 'key';
  return (
    <main className="mx-auto grid max-w-md justify-items-center gap-2 px-6 py-24 text-center">
      <span className="mb-2 grid size-11 place-content-center rounded-full bg-sunken text-soft">
        <KeyIcon className="size-5" />
      </span>
      <h1 className="text-[17px] font-semibold">{t.noPermissionTitle}</h1>
      <p className="text-soft">{isKey ? t.noPermissionKey : t.noPermission}</p>
      <Link to="/" className={'mt-3 ' + buttonClass()}>
        {t.home}
      </Link>
    </main>
  );
}

/** Shows a page of the present organization to who may do that in it. */
export function WithRight({
  right,
  children,
}: {
  right: Right;
  children: (organization: Organization) => ReactNode;
}): ReactElement {
  const { current, settled } = useOrganizations();
  const may = useMay(current?.id);
  if (!current) return settled ? <NoPermission /> : <PageFallback />;
  // Everything below belongs to one organization and starts afresh with the next.
  return may(right) ? <div key={current.id}>{children(current)}</div> : <NoPermission />;
}
