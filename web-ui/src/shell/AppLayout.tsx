import * as Dialog from '@radix-ui/react-dialog';
import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactElement } from 'react';
import { useSession } from '../auth/session';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { OfflineBanner } from './OfflineBanner';
import { PageFallback } from './PageFallback';
import { Sidebar } from './Sidebar';
import { SiteTabs } from './SiteTabs';
import { TopBar } from './TopBar';
import { useGlobalKeys, type Overlay } from './useGlobalKeys';

const CommandPalette = lazy(() => import('./CommandPalette'));
const Shortcuts = lazy(() => import('./Shortcuts'));

/** What is around every page of who is signed in, or has a key. */
export function AppLayout(): ReactElement {
  const session = useSession();
  const { href } = useLocation();
  if (session.kind === 'user' || session.kind === 'key') return <Frame />;
  const next = href === '/' ? {} : { next: href };
  return <Navigate to="/sign-in" search={next} replace />;
}

function Frame(): ReactElement {
  const t = useTexts(SHELL);
  const { pathname } = useLocation();
  const [overlay, setOverlay] = useState<Overlay>();
  const [drawerAt, setDrawerAt] = useState<string>();
  useGlobalKeys(setOverlay);
  const close = (): void => setOverlay(undefined);
  const openPalette = (): void => setOverlay('palette');

  return (
    <div className="lg:grid lg:grid-cols-[248px_minmax(0,1fr)]">
      <a
        href="#content"
        className="control fixed top-2 left-2 z-50 -translate-y-20 focus-visible:translate-y-0"
      >
        {t.skip}
      </a>
      <aside className="sticky top-0 hidden h-dvh border-r border-line bg-sunken lg:block">
        <Sidebar onSearch={openPalette} onShortcuts={() => setOverlay('shortcuts')} />
      </aside>
      {/* A page that is reached closes the drawer. */}
      <Dialog.Root
        open={drawerAt === pathname}
        onOpenChange={(open) => setDrawerAt(open ? pathname : undefined)}
      >
        <TopBar onSearch={openPalette} />
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
          <Dialog.Content
            aria-describedby={undefined}
            className="animate-rise fixed inset-y-0 left-0 z-50 w-[min(19rem,88vw)] border-r border-line bg-sunken text-ink shadow-float outline-none"
          >
            <Dialog.Title className="sr-only">{t.navigation}</Dialog.Title>
            <Sidebar
              onSearch={() => {
                setDrawerAt(undefined);
                openPalette();
              }}
              onShortcuts={() => {
                setDrawerAt(undefined);
                setOverlay('shortcuts');
              }}
            />
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      <div id="content" tabIndex={-1} className="min-w-0 outline-none">
        <OfflineBanner />
        <SiteTabs />
        <Suspense fallback={<PageFallback />}>
          <Outlet />
        </Suspense>
      </div>
      <Suspense>
        {overlay === 'palette' && (
          <CommandPalette onClose={close} onShortcuts={() => setOverlay('shortcuts')} />
        )}
        {overlay === 'shortcuts' && <Shortcuts onClose={close} />}
      </Suspense>
    </div>
  );
}
