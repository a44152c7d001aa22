/** Where a snippet can go, and what to paste there. */
export type PlatformId =
  | 'html'
  | 'gtm'
  | 'wordpress'
  | 'shopify'
  | 'webflow'
  | 'wix'
  | 'squarespace'
  | 'ghost'
  | 'nextjs'
  | 'react'
  | 'vue'
  | 'svelte'
  | 'server';

export interface Platform {
  id: PlatformId;
  name: string;
  code: (snippet: string, siteId: string) => string;
}

/** The script's address, out of the line that the server gives. */
export const scriptAddress = (snippet: string): string =>
  /src="([^"]+)"/.exec(snippet)?.[1] ?? snippet;

const asIs = (snippet: string): string => snippet;

/** Tag managers do not keep `defer`; what is added by a script does not hold up the page anyway. */
const added = (snippet: string): string => `<script>
  var s = document.createElement('script');
  s.src = '${scriptAddress(snippet)}';
  document.head.appendChild(s);
</script>`;

export const PLATFORMS: readonly Platform[] = [
  { id: 'html', name: 'HTML', code: asIs },
  { id: 'gtm', name: 'Tag Manager', code: added },
  { id: 'wordpress', name: 'WordPress', code: asIs },
  { id: 'shopify', name: 'Shopify', code: asIs },
  { id: 'webflow', name: 'Webflow', code: asIs },
  { id: 'wix', name: 'Wix', code: asIs },
  { id: 'squarespace', name: 'Squarespace', code: asIs },
  { id: 'ghost', name: 'Ghost', code: asIs },
  {
    id: 'nextjs',
    name: 'Next.js',
    code: (snippet) => `import Script from 'next/script';

// in app/layout.tsx, inside <body>
<Script src="${scriptAddress(snippet)}" strategy="afterInteractive" />`,
  },
  { id: 'react', name: 'React', code: asIs },
  { id: 'vue', name: 'Vue', code: asIs },
  { id: 'svelte', name: 'Svelte', code: asIs },
  {
    id: 'server',
    name: 'Server',
    code: (
      snippet,
      siteId,
    ) => `curl ${new URL(scriptAddress(snippet), location.href).origin}/api/collect \\
  -H "Authorization: Bearer $FOOTFALL_KEY" \\
  -H 'Content-Type: application/json' \\
  -d '{
    "site_id": "${siteId}",
    "context": {"ip": "203.0.113.7", "user_agent": "…"},
    "events": [{"name": "page_view", "properties": {"url": "https://example.com/"}}]
  }'`,
  },
];
