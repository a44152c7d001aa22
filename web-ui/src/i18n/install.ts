import { catalogue } from './catalogue';

export const INSTALL = catalogue({
  en: {
    html: 'Paste this into the head of every page.',
    gtm: 'New tag → Custom HTML. Paste this, with the trigger “All pages”, and publish.',
    wordpress:
      'Paste this into your theme’s functions.php, or into a PHP snippet of a plugin such as WPCode.',
    shopify: 'Online store → Themes → Edit code → theme.liquid. Paste this before </head>.',
    webflow: 'Site settings → Custom code → Head code. Paste this, save and publish.',
    wix: 'Settings → Custom code → Add code, on all pages, in the head.',
    squarespace: 'Settings → Advanced → Code injection → Header.',
    ghost: 'Settings → Code injection → Site header.',
    nextjs: 'Put this into the root layout. Navigation within the page is counted by itself.',
    react:
      'Put this into the outermost component. Navigation within the page is counted by itself.',
    vue: 'Put this into main.ts. Navigation within the page is counted by itself.',
    svelte:
      'Put this into the outermost +layout.svelte. Navigation within the page is counted by itself.',
    server: 'Send events from your own server, with a key of scope write.',
  },
  de: {
    html: 'Füge das in den Head jeder Seite ein.',
    gtm: 'Neues Tag → Benutzerdefiniertes HTML. Füge das ein, mit dem Trigger „All Pages“, und veröffentliche.',
    wordpress:
      'Füge das in die functions.php deines Themes ein, oder in ein PHP-Snippet eines Plugins wie WPCode.',
    shopify: 'Onlineshop → Themes → Code bearbeiten → theme.liquid. Füge das vor </head> ein.',
    webflow: 'Site settings → Custom code → Head code. Einfügen, speichern, veröffentlichen.',
    wix: 'Einstellungen → Benutzerdefinierter Code → Code hinzufügen, auf allen Seiten, im Head.',
    squarespace: 'Einstellungen → Erweitert → Code-Injektion → Header.',
    ghost: 'Einstellungen → Code injection → Site header.',
    nextjs: 'Setze das ins Root-Layout. Wechsel innerhalb der Seite werden von selbst gezählt.',
    react:
      'Setze das in die äußerste Komponente. Wechsel innerhalb der Seite werden von selbst gezählt.',
    vue: 'Setze das in die main.ts. Wechsel innerhalb der Seite werden von selbst gezählt.',
    svelte:
      'Setze das in die äußerste +layout.svelte. Wechsel innerhalb der Seite werden von selbst gezählt.',
    server:
      'Sende Ereignisse von deinem eigenen Server, mit einem Schlüssel des Umfangs „Schreiben“.',
  },
});
