import { Outlet, useLocation, useNavigate, type NavigateOptions } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState, type ReactElement } from 'react';
import { takeReturn } from '../auth/return-path';
import { useSession } from '../auth/session';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { OfflineBanner } from './OfflineBanner';
import { PageFallback } from './PageFallback';
import { Sidebar } from './Sidebar';
import { Starting } from './Starting';
import { useSiteSections } from './siteSections';
import { SiteTabs } from './SiteTabs';
import { TotpBanner } from './TotpBanner';
import { TopBar } from './TopBar';
import { useSiteId } from './useSiteId';
import { useSwipe } from './useSwipe';
import { useGlobalKeys, type Overlay } from './useGlobalKeys';

const CommandPalette = lazy(() => import('./CommandPalette'));
const Drawer = lazy(() => import('./Drawer'));
const Shortcuts = lazy(() => import('./Shortcuts'));

/** What is around every page of who is signed in, or has a key. */
export function AppLayout(): ReactElement {
  const session = useSession();
  return session.kind === 'user' || session.kind === 'key' ? <Frame /> : <ToSignIn />;
}

/** From where somebody came is kept, so that he comes back to it. Once: the address changes while the next page loads. */
function ToSignIn(): ReactElement {
  const navigate = useNavigate();
  const { href } = useLocation();
  const [from] = useState(href);
  useEffect(
    () =>
      void navigate({
        to: '/sign-in',
        search: from === '/' ? {} : { next: from },
        replace: true,
      }),
    [navigate, from],
  );
  return <Starting />;
}

function Frame(): ReactElement {
  const t = useTexts(SHELL);
  const navigate = useNavigate();
  useEffect(() => {
    const back = takeReturn();
    if (back) void navigate({ href: back, replace: true });
  }, [navigate]);
  const { pathname } = useLocation();
  const content = useRef<HTMLDivElement>(null);
  const [overlay, setOverlay] = useState<Overlay>();
  const [drawerAt, setDrawerAt] = useState<string>();
  useGlobalKeys(setOverlay);
  const siteId = useSiteId();
  const sections = useSiteSections(siteId ?? '');
  useSwipe(content, (direction) => {
    const at = sections.findIndex(({ exact, href }) =>
      exact ? pathname === href : pathname.startsWith(href),
    );
    const next = siteId && at >= 0 ? sections[at + direction] : undefined;
    if (next) void navigate({ to: next.to, params: next.params } as NavigateOptions);
  });
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
      <TopBar onNavigation={() => setDrawerAt(pathname)} onSearch={openPalette} />
      <div ref={content} id="content" tabIndex={-1} className="min-w-0 outline-none">
        <OfflineBanner />
        <TotpBanner />
        <SiteTabs />
        <Suspense fallback={<PageFallback />}>
          <Outlet />
        </Suspense>
      </div>
      <Suspense>
        {/* A page that is reached closes the drawer. */}
        {drawerAt === pathname && (
          <Drawer
            onClose={() => setDrawerAt(undefined)}
            onOpen={(next) => {
              setDrawerAt(undefined);
              setOverlay(next);
            }}
          />
        )}
        {overlay === 'palette' && (
          <CommandPalette onClose={close} onShortcuts={() => setOverlay('shortcuts')} />
        )}
        {overlay === 'shortcuts' && <Shortcuts onClose={close} />}
      </Suspense>
    </div>
  );
}
