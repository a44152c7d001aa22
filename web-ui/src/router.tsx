import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { validateSearch } from './dashboard/search';
import { parseQueryString, toQueryString } from './lib/query-string';
import { DashboardPage } from './pages/DashboardPage';
import { NotFoundPage } from './pages/NotFoundPage';
import { SitesPage } from './pages/SitesPage';

const root = createRootRoute({ notFoundComponent: NotFoundPage });

const sites = createRoute({ getParentRoute: () => root, path: '/', component: SitesPage });

const dashboard = createRoute({
  getParentRoute: () => root,
  path: '/sites/$siteId',
  validateSearch,
  component: DashboardPage,
});

export const router = createRouter({
  routeTree: root.addChildren([sites, dashboard]),
  parseSearch: parseQueryString,
  stringifySearch: toQueryString,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
