import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useSession } from '../auth/session';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { LINK } from '../auth/AuthPage';

/** Shown to who does not reach an organization for want of a second factor. */
export function TotpBanner(): ReactElement | null {
  const t = useTexts(SHELL);
  const session = useSession();
  if (session.kind !== 'user' || !session.user.totpMissing.length) return null;
  return (
    <p
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-accent-wash px-4 py-2.5 text-[13px] text-accent-ink sm:px-8"
    >
      <span className="font-medium">{t.totpMissingTitle}.</span> {t.totpMissing}
      <Link to="/account" className={LINK}>
        {t.setUpTotp}
      </Link>
    </p>
  );
}
