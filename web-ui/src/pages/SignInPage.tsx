import { Navigate } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { openWithKey, useSession } from '../auth/session';
import { KeyPage } from './KeyPage';

export function SignInPage(): ReactElement {
  const session = useSession();
  if (session.kind === 'user' || session.kind === 'key') return <Navigate to="/" replace />;
  const refused = session.kind === 'signed-out' && session.because === 'key-refused';
  return <KeyPage refused={refused} onKey={openWithKey} />;
}
