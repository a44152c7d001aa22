import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { onRefusal } from './api/refusal';
import { currentKey, forgetKey } from './auth/key';
import { KeyPage } from './pages/KeyPage';
import { router } from './router';

type Access = 'open' | 'missing' | 'refused';

export function App(): ReactElement {
  const [access, setAccess] = useState<Access>(currentKey() ? 'open' : 'missing');
  useEffect(
    () =>
      onRefusal(() => {
        forgetKey();
        setAccess('refused');
      }),
    [],
  );
  if (access === 'open') return <RouterProvider router={router} />;
  return <KeyPage refused={access === 'refused'} onKey={() => setAccess('open')} />;
}
