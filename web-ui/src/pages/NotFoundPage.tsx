import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { Empty } from '../ui/states';

export function NotFoundPage(): ReactElement {
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-4">
      <Empty title="There is no such page" />
      <Link to="/" className="control">
        All sites
      </Link>
    </main>
  );
}
