import { Trigger } from '@radix-ui/react-dialog';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { Logo, Search } from '../ui/icons';
import { MenuIcon } from './icons';
import { SiteMenu } from './SiteMenu';
import { useSiteId } from './useSiteId';

/** In place of the sidebar where there is no room for one. */
export function TopBar({ onSearch }: { onSearch: () => void }): ReactElement {
  const t = useTexts(SHELL);
  const siteId = useSiteId();
  const button = 'grid size-10 place-content-center rounded-lg text-soft hover:bg-sunken';
  return (
    <header className="sticky top-0 z-30 flex h-(--shell-top) items-center gap-1 border-b border-line bg-canvas/90 px-2 backdrop-blur-md lg:hidden">
      <Trigger className={button} aria-label={t.openNavigation}>
        <MenuIcon className="size-5" />
      </Trigger>
      {siteId ? (
        <div className="min-w-0 flex-1">
          <SiteMenu siteId={siteId} />
        </div>
      ) : (
        <Link to="/" className="flex flex-1 items-center gap-2.5 rounded-lg px-1 py-1">
          <Logo className="size-6" />
          <span className="text-[16px] font-semibold tracking-[-0.02em]">Footfall</span>
        </Link>
      )}
      <button type="button" className={button} aria-label={t.search} onClick={onSearch}>
        <Search className="size-[18px]" />
      </button>
    </header>
  );
}
