import { catalogue } from './catalogue';

export const INSTALL = catalogue({
  en: {
    html: 'Paste this into the head of every page.',
    gtm: 'New tag → Custom HTML. Paste this, with the trigger “All pages”, and publish.',
    wordpress:
      'Paste this into the header by a plugin such as WPCode (Code snippets → Header), or into your theme’s header.php before </head>.',
    shopify: 'Online store → Themes → Edit code → theme.liquid. Paste this before </head>.',
    webflow: 'Site settings → Custom code → Head code. Paste this, save and publish.',
    wix: 'Settings → Custom code → Add code, on all pages, in the head.',
    squarespace: 'Settings → Advanced → Code injection → Header.',
    ghost: 'Settings → Code injection → Site header.',
    nextjs: 'Put this into the root layout. Navigation within the page is counted by itself.',
    react:
      'Paste this into the head of index.html. Navigation within the page is counted by itself.',
    vue: 'Paste this into the head of index.html. Navigation within the page is counted by itself.',
    svelte: 'Paste this into the head of src/app.html (SvelteKit) or index.html.',
    server: 'Send events from your own server, with a key of scope write.',
  },
  de: {
    html: 'Füge das in den Head jeder Seite ein.',
    gtm: 'Neues Tag → Benutzerdefiniertes HTML. Füge das ein, mit dem Trigger „All Pages“, und veröffentliche.',
    wordpress:
      'Füge das mit einem Plugin wie WPCode in den Header ein (Code Snippets → Header) oder in die header.php deines Themes vor </head>.',
    shopify: 'Onlineshop → Themes → Code bearbeiten → theme.liquid. Füge das vor </head> ein.',
    webflow: 'Site settings → Custom code → Head code. Einfügen, speichern, veröffentlichen.',
    wix: 'Einstellungen → Benutzerdefinierter Code → Code hinzufügen, auf allen Seiten, im Head.',
    squarespace: 'Einstellungen → Erweitert → Code-Injektion → Header.',
    ghost: 'Einstellungen → Code injection → Site header.',
    nextjs: 'Setze das ins Root-Layout. Wechsel innerhalb der Seite werden von selbst gezählt.',
    react:
      'Füge das in den Head der index.html ein. Wechsel innerhalb der Seite werden von selbst gezählt.',
    vue: 'Füge das in den Head der index.html ein. Wechsel innerhalb der Seite werden von selbst gezählt.',
    svelte: 'Füge das in den Head von src/app.html (SvelteKit) oder index.html ein.',
    server:
      'Sende Ereignisse von deinem eigenen Server, mit einem Schlüssel des Umfangs „Schreiben“.',
  },
});
