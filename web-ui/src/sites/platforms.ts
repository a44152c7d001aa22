import type { Platform } from '../api/sites.generated';
import type { INSTALL } from '../i18n/install';

interface PlatformInfo {
  platform: Platform;
  /** Of what is said beside the snippet. */
  text: keyof (typeof INSTALL)['en'];
  name: string;
}

/** Where a snippet can go. */
export const PLATFORMS: readonly PlatformInfo[] = [
  { platform: 'HTML', text: 'html', name: 'HTML' },
  { platform: 'GTM', text: 'gtm', name: 'Tag Manager' },
  { platform: 'WORDPRESS', text: 'wordpress', name: 'WordPress' },
  { platform: 'SHOPIFY', text: 'shopify', name: 'Shopify' },
  { platform: 'WEBFLOW', text: 'webflow', name: 'Webflow' },
  { platform: 'WIX', text: 'wix', name: 'Wix' },
  { platform: 'SQUARESPACE', text: 'squarespace', name: 'Squarespace' },
  { platform: 'GHOST', text: 'ghost', name: 'Ghost' },
  { platform: 'NEXTJS', text: 'nextjs', name: 'Next.js' },
  { platform: 'REACT', text: 'react', name: 'React' },
  { platform: 'VUE', text: 'vue', name: 'Vue' },
  { platform: 'SVELTE', text: 'svelte', name: 'Svelte' },
  { platform: 'SERVER', text: 'server', name: 'Server' },
];

/** The script's address, out of the line that the server gives. */
export const scriptAddress = (snippet: string): string =>
  /src="([^"]+)"/.exec(snippet)?.[1] ?? snippet;
