import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { safePath } from './auth/return-path';
import { parseQueryString, toQueryString } from './lib/query-string';
import { NotFoundPage } from './pages/NotFoundPage';
import { AppLayout } from './shell/AppLayout';
import { PageFallback } from './shell/PageFallback';

const root = createRootRoute({ notFoundComponent: NotFoundPage });

/** Pages for who is signed in, or has a key. */
const app = createRoute({ getParentRoute: () => root, id: 'app', component: AppLayout });
const under = { getParentRoute: () => app };

const overview = createRoute({
  ...under,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/OverviewPage'), 'OverviewPage'),
});
const sites = createRoute({
  ...under,
  path: '/sites',
  component: lazyRouteComponent(() => import('./pages/SitesPage'), 'SitesPage'),
});
const newSite = createRoute({
  ...under,
  path: '/sites/new',
  validateSearch: ({ site }: Record<string, unknown>): { site?: string } =>
    typeof site === 'string' ? { site } : {},
  component: lazyRouteComponent(() => import('./pages/NewSitePage'), 'NewSitePage'),
});
const dashboard = createRoute({
  ...under,
  path: '/sites/$siteId',
  component: lazyRouteComponent(() => import('./pages/DashboardPage'), 'DashboardPage'),
});
const realtime = createRoute({
  ...under,
  path: '/sites/$siteId/realtime',
  component: lazyRouteComponent(() => import('./pages/RealtimePage'), 'RealtimePage'),
});
const settings = createRoute({
  ...under,
  path: '/sites/$siteId/settings',
  beforeLoad: ({ params }) => {
    throw redirect({
      to: '/sites/$siteId/settings/$section',
      params: { ...params, section: 'general' },
      replace: true,
    });
  },
});
const settingsSection = createRoute({
  ...under,
  path: '/sites/$siteId/settings/$section',
  component: lazyRouteComponent(() => import('./pages/SiteSettingsPage'), 'SiteSettingsPage'),
});
const pipeline = createRoute({
  ...under,
  path: '/pipeline',
  component: lazyRouteComponent(() => import('./pages/PipelinePage'), 'PipelinePage'),
});
const team = createRoute({
  ...under,
  path: '/team',
  component: lazyRouteComponent(() => import('./pages/TeamPage'), 'TeamPage'),
});
const keys = createRoute({
  ...under,
  path: '/keys',
  component: lazyRouteComponent(() => import('./pages/KeysPage'), 'KeysPage'),
});
const audit = createRoute({
  ...under,
  path: '/audit',
  component: lazyRouteComponent(() => import('./pages/AuditPage'), 'AuditPage'),
});
const organization = createRoute({
  ...under,
  path: '/organization',
  component: lazyRouteComponent(() => import('./pages/OrganizationPage'), 'OrganizationPage'),
});
const account = createRoute({
  ...under,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/AccountPage'), 'AccountPage'),
});

const outside = { getParentRoute: () => root };

const validateNext = (search: Record<string, unknown>): { next?: string } => {
  const next = safePath(search['next']);
  return next ? { next } : {};
};

const signIn = createRoute({
  ...outside,
  path: '/sign-in',
  validateSearch: validateNext,
  component: lazyRouteComponent(() => import('./pages/SignInPage'), 'SignInPage'),
});
const signUp = createRoute({
  ...outside,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('./pages/SignUpPage'), 'SignUpPage'),
});
const setUp = createRoute({
  ...outside,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./pages/SetUpPage'), 'SetUpPage'),
});
const invitation = createRoute({
  ...outside,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./pages/InvitationPage'), 'InvitationPage'),
});
const verify = createRoute({
  ...outside,
  path: '/verify',
  component: lazyRouteComponent(() => import('./pages/VerifyPage'), 'VerifyPage'),
});
const reset = createRoute({
  ...outside,
  path: '/reset',
  component: lazyRouteComponent(() => import('./pages/ResetPage'), 'ResetPage'),
});
const forgot = createRoute({
  ...outside,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./pages/ForgotPage'), 'ForgotPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    app.addChildren([
      overview,
      sites,
      newSite,
      dashboard,
      realtime,
      settings,
      settingsSection,
      pipeline,
      team,
      keys,
      audit,
      organization,
      account,
    ]),
    signIn,
    signUp,
    setUp,
    invitation,
    verify,
    reset,
    forgot,
  ]),
  defaultPendingComponent: PageFallback,
  defaultPendingMs: 200,
  parseSearch: parseQueryString,
  stringifySearch: toQueryString,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
