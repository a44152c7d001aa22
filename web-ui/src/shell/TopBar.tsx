import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { Logo, Search } from '../ui/icons';
import { MenuIcon } from './icons';
import { SiteMenu } from './lazy-menus';
import { useSiteId } from './useSiteId';

interface TopBarProps {
  onNavigation: () => void;
  onSearch: () => void;
}

/** In place of the sidebar where there is no room for one. */
export function TopBar({ onNavigation, onSearch }: TopBarProps): ReactElement {
  const t = useTexts(SHELL);
  const siteId = useSiteId();
  const button = 'grid size-10 place-content-center rounded-lg text-soft hover:bg-sunken';
  return (
    <header className="sticky top-0 z-30 flex h-(--shell-top) items-center gap-1 border-b border-line bg-canvas/90 px-2 backdrop-blur-md lg:hidden">
      <button
        type="button"
        className={button}
        aria-haspopup="dialog"
        aria-label={t.openNavigation}
        onClick={onNavigation}
      >
        <MenuIcon className="size-5" />
      </button>
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
