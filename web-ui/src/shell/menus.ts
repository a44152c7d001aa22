export { AccountMenu } from './AccountMenu';
export { OrganizationMenu } from './OrganizationMenu';
export { SiteMenu } from './SiteMenu';
