import { lazy, Suspense, type ComponentProps, type ReactElement } from 'react';
import type * as Menus from './menus';

/** Menus come right after the page: the code that places them is a fifth of all else. */
const load = (): Promise<typeof Menus> => import('./menus');

const LazyAccountMenu = lazy(async () => ({ default: (await load()).AccountMenu }));
const LazyOrganizationMenu = lazy(async () => ({ default: (await load()).OrganizationMenu }));
const LazySiteMenu = lazy(async () => ({ default: (await load()).SiteMenu }));

export const AccountMenu = (props: ComponentProps<typeof Menus.AccountMenu>): ReactElement => (
  <Suspense fallback={<div className="h-12" />}>
    <LazyAccountMenu {...props} />
  </Suspense>
);

export const OrganizationMenu = (): ReactElement => (
  <Suspense fallback={<div className="h-11" />}>
    <LazyOrganizationMenu />
  </Suspense>
);

export const SiteMenu = (props: ComponentProps<typeof Menus.SiteMenu>): ReactElement => (
  <Suspense fallback={<div className="h-9" />}>
    <LazySiteMenu {...props} />
  </Suspense>
);
