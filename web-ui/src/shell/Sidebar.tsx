import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { Search } from '../ui/icons';
import { Key } from '../ui/Menu';
import { Building, Flow, Globe, Home, KeyIcon, People, Scroll } from './icons';
import { commandKey } from './platform';
import { useMay, useOrganizations } from './organization';
import { AccountMenu, OrganizationMenu, SiteMenu } from './lazy-menus';
import { useSiteSections } from './siteSections';
import { useSiteId } from './useSiteId';

interface SidebarProps {
  onSearch: () => void;
  onShortcuts: () => void;
}

export function Sidebar({ onSearch, onShortcuts }: SidebarProps): ReactElement {
  const t = useTexts(SHELL);
  const siteId = useSiteId();
  const { current } = useOrganizations();
  const may = useMay(current?.id);
  return (
    <div className="flex h-full flex-col gap-1 px-3 py-3">
      <OrganizationMenu />
      <button
        type="button"
        onClick={onSearch}
        className="mt-1 flex h-9 items-center gap-2 rounded-[9px] border border-line bg-surface px-2.5 text-faint hover:border-line-strong"
      >
        <Search />
        <span className="flex-1 truncate text-left">{t.jump}</span>
        <Key>{commandKey}K</Key>
      </button>
      <nav
        aria-label={t.navigation}
        className="quiet-scroll -mx-1 mt-2 flex-1 overflow-y-auto px-1"
      >
        <ul className="grid gap-0.5">
          <Item to="/" exact icon={<Home />}>
            {t.overview}
          </Item>
          <Item to="/sites" exact icon={<Globe />}>
            {t.sites}
          </Item>
          <Item to="/pipeline" icon={<Flow />}>
            {t.pipeline}
          </Item>
        </ul>
        {siteId && <SiteItems siteId={siteId} />}
        {may('govern') && (
          <>
            <Heading>{t.organization}</Heading>
            <ul className="grid gap-0.5">
              <Item to="/team" icon={<People />}>
                {t.team}
              </Item>
              <Item to="/keys" icon={<KeyIcon />}>
                {t.keys}
              </Item>
              <Item to="/audit" icon={<Scroll />}>
                {t.audit}
              </Item>
              <Item to="/organization" icon={<Building />}>
                {t.settings}
              </Item>
            </ul>
          </>
        )}
      </nav>
      <AccountMenu onShortcuts={onShortcuts} />
    </div>
  );
}

function SiteItems({ siteId }: { siteId: string }): ReactElement {
  const t = useTexts(SHELL);
  const sections = useSiteSections(siteId);
  return (
    <section aria-label={t.siteNavigation} className="mt-4">
      <SiteMenu siteId={siteId} />
      <ul className="mt-1 grid gap-0.5">
        {sections.map(({ id, label, icon: Icon, to, params, exact }) => (
          <Item key={id} to={to} params={params} exact={exact} icon={<Icon />}>
            {label}
          </Item>
        ))}
      </ul>
    </section>
  );
}

function Heading({ children }: { children: ReactNode }): ReactElement {
  return <h2 className="mt-5 mb-1 px-2.5 text-[12px] font-medium text-faint">{children}</h2>;
}

interface ItemProps extends Pick<LinkProps, 'to' | 'params'> {
  exact?: boolean;
  icon: ReactNode;
  children: ReactNode;
}

function Item({ to, params, exact = false, icon, children }: ItemProps): ReactElement {
  return (
    <li>
      <Link
        {...({ to, params } as LinkProps)}
        activeOptions={{ exact, includeSearch: false }}
        className="flex h-8 items-center gap-2.5 rounded-lg px-2.5 font-medium text-soft hover:bg-line/60 hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:text-ink aria-[current=page]:shadow-card max-lg:h-10"
      >
        {icon}
        <span className="truncate">{children}</span>
      </Link>
    </li>
  );
}
