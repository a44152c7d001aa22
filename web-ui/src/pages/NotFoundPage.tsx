import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTexts } from '../i18n/catalogue';
import { SHELL } from '../i18n/shell';
import { Empty } from '../ui/states';

export function NotFoundPage(): ReactElement {
  const t = useTexts(SHELL);
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-4">
      <Empty title={t.notFound} />
      <Link to="/" className="control">
        {t.home}
      </Link>
    </main>
  );
}
