import { RouterProvider } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { startSession, useSession } from './auth/session';
import { router } from './router';
import { Toasts } from './ui/toast';
import { Starting } from './shell/Starting';

export function App(): ReactElement {
  const session = useSession();
  if (session.kind === 'starting') return <Starting />;
  if (session.kind === 'unreachable')
    return <Starting error={session.error} onRetry={() => void startSession()} />;
  return (
    <>
      <RouterProvider router={router} />
      <Toasts />
    </>
  );
}
