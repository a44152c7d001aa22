export { SitesPage as OverviewPage } from './SitesPage';
