import { catalogue } from './catalogue';

export const SETTINGS = catalogue({
  en: {
    title: 'Site settings',
    sections: {
      general: 'General',
      tracking: 'Tracking & snippet',
      collection: 'Collection',
      privacy: 'Privacy & consent',
      conversions: 'Key events & leads',
      retention: 'Retention',
      danger: 'Danger zone',
    },
    navigation: 'Settings of the site',
    noSite: 'There is no such site, or you may not see it.',
    readOnly: 'You can see these settings. Managers and admins can change them.',
    inForce: 'In force within a second, in open browsers within five minutes.',
    generalTitle: 'Name and place',
    generalText: 'How the site is called, and where its days begin.',
    name: 'Name',
    domains: 'Domains',
    domainsHint: 'Pages of these domains and their subdomains may send events.',
    siteId: 'Site id',
    siteIdHint: 'For the API and for servers that send events.',
    createdAt: (day: string) => `Added on ${day}.`,
    pausedTitle: 'Pause collection',
    pausedText:
      'While paused, events are refused and the numbers stand still. Nothing is lost that was there before.',
    paused: 'Collection is paused',
    snippetTitle: 'Snippet',
    snippetText: 'The one line that goes into every page.',
    statusTitle: 'Status',
    sessionTitle: 'Sessions',
    sessionText: 'A visit ends after so much inactivity.',
    sessionTimeout: 'Minutes of inactivity',
    sessionHint: 'Between 1 and 240. Thirty is usual.',
    firstPartyTitle: 'From your own domain',
    firstPartyText:
      'A script under your own domain is not blocked as a third party’s, and recognises visitors for longer. Pass one path on to Footfall and take the script from there:',
    proxy: 'The proxy’s rule',
    proxiedSnippet: 'The snippet then',
    hostsTitle: 'Who may send',
    hostsText:
      'Requests from pages are accepted from the site’s domains only. Further hosts, such as a staging server or localhost, go here.',
    allowedHosts: 'Further hosts',
    allowedHostsHint: 'An asterisk allows any host; that invites made-up events.',
    lookupTitle: 'Addresses',
    lookupText: 'What is learnt from a visitor’s address, and what becomes of it.',
    lookup: 'Look up country, city and company',
    lookupHint: 'By tables on this server; nothing is asked outside.',
    address: 'The address itself',
    addressKinds: {
      discard: 'Discard after the look-up',
      truncate: 'Keep truncated',
      hash: 'Keep a hash',
      keep: 'Keep',
    },
    addressHint:
      'Kept addresses are shown to owner and admins only, each time with an entry in the audit log.',
    consentTitle: 'Consent',
    consentText: 'What is counted before a visitor has answered the question for consent.',
    consent: 'Without an answer',
    consentKinds: {
      anonymous: 'Count without identifiers',
      strict: 'Count nothing',
      not_required: 'Count fully, consent is not needed',
    },
    consentHints: {
      anonymous:
        'Nothing is stored on the device. Visitors have an id of the day that cannot be traced back.',
      strict: 'Nothing is sent until the visitor agrees.',
      not_required: 'A cookie recognises visitors from the first page view on.',
    },
    dnt: 'Honour Do Not Track and Global Privacy Control',
    dntHint: 'Browsers that send them are treated as if consent was denied.',
    eraseTitle: 'Erase a visitor',
    eraseText:
      'Takes all rows of one visitor out of the site for good, for instance when somebody asks to be forgotten.',
    visitorId: 'Visitor id',
    visitorHint: 'The value of the cookie _ff, or what footfall.getVisitorId() gives.',
    erase: 'Erase the visitor',
    erasing: 'Erasing…',
    receipt: (events: string, sessions: string, moment: string) =>
      `Erased ${events} events and ${sessions} sessions, ${moment}.`,
    keyEventsTitle: 'Key events',
    keyEventsText:
      'Events that count as conversions. They make up the conversion rate, and have a place of their own on the dashboard.',
    keyEvents: 'Event names',
    keyEventsHint: 'Such as purchase, generate_lead or sign_up.',
    retentionTitle: 'How long rows are kept',
    retentionText:
      'Older rows are erased by and by. Shorter is better for privacy and disk, longer for comparisons.',
    retention: 'Keep rows',
    forever: 'For ever',
    days: (days: number) =>
      days % 365 === 0
        ? `${days / 365} ${days === 365 ? 'year' : 'years'}`
        : days % 30 === 0
          ? `${days / 30} months`
          : `${days} days`,
    retentionWarning: 'Rows older than this are erased soon after saving. That cannot be undone.',
    resetTitle: 'Reset the data',
    resetText:
      'Erases everything the site has collected so far, within a day. Its settings and snippet stay. This cannot be undone.',
    reset: 'Reset the data',
    resetDone: 'The data is being erased',
    transferTitle: 'Hand the site to another organization',
    transferText:
      'The site goes with everything it has collected. Its members there see it, those here do not any more.',
    transfer: 'Hand over',
    transferTo: 'New organization',
    transferNone: 'You administer no other organization.',
    transferDone: (name: string) => `The site belongs to ${name} now`,
    deleteTitle: 'Delete the site',
    deleteText:
      'It disappears at once. It can be brought back for seven days, then everything it has collected is erased.',
    delete: 'Delete the site',
    deleteNow: 'Erase at once, without the seven days',
    deleteNowHint: 'This cannot be undone.',
    deleted: (name: string) => `${name} is deleted`,
    undo: 'Undo',
    confirmTitle: 'Are you sure?',
  },
  de: {
    title: 'Einstellungen der Website',
    sections: {
      general: 'Allgemein',
      tracking: 'Tracking & Snippet',
      collection: 'Erfassung',
      privacy: 'Datenschutz & Einwilligung',
      conversions: 'Ziele & Leads',
      retention: 'Aufbewahrung',
      danger: 'Gefahrenbereich',
    },
    navigation: 'Einstellungen der Website',
    noSite: 'Diese Website gibt es nicht, oder du darfst sie nicht sehen.',
    readOnly: 'Du kannst diese Einstellungen sehen. Manager und Admins können sie ändern.',
    inForce: 'Gilt binnen einer Sekunde, in offenen Browsern binnen fünf Minuten.',
    generalTitle: 'Name und Ort',
    generalText: 'Wie die Website heißt und wo ihre Tage beginnen.',
    name: 'Name',
    domains: 'Domains',
    domainsHint: 'Seiten dieser Domains und ihrer Subdomains dürfen Ereignisse senden.',
    siteId: 'Kennung der Website',
    siteIdHint: 'Für die API und für Server, die Ereignisse senden.',
    createdAt: (day: string) => `Hinzugefügt am ${day}.`,
    pausedTitle: 'Erfassung anhalten',
    pausedText:
      'Solange sie angehalten ist, werden Ereignisse abgewiesen, und die Zahlen stehen still. Was vorher da war, bleibt.',
    paused: 'Die Erfassung ist angehalten',
    snippetTitle: 'Snippet',
    snippetText: 'Die eine Zeile, die in jede Seite kommt.',
    statusTitle: 'Zustand',
    sessionTitle: 'Sitzungen',
    sessionText: 'So lange nach der letzten Aktivität endet ein Besuch.',
    sessionTimeout: 'Minuten ohne Aktivität',
    sessionHint: 'Zwischen 1 und 240. Üblich sind dreißig.',
    firstPartyTitle: 'Von deiner eigenen Domain',
    firstPartyText:
      'Ein Skript unter deiner eigenen Domain wird nicht als fremdes blockiert und erkennt Besucher länger wieder. Reiche einen Pfad an Footfall weiter und hole das Skript von dort:',
    proxy: 'die Regel des Proxys',
    proxiedSnippet: 'Das Snippet dann',
    hostsTitle: 'Wer senden darf',
    hostsText:
      'Anfragen von Seiten werden nur von den Domains der Website angenommen. Weitere Hosts wie ein Testserver oder localhost kommen hierher.',
    allowedHosts: 'Weitere Hosts',
    allowedHostsHint: 'Ein Stern erlaubt jeden Host; das lädt zu erfundenen Ereignissen ein.',
    lookupTitle: 'Adressen',
    lookupText: 'Was aus der Adresse eines Besuchers gelesen wird und was aus ihr wird.',
    lookup: 'Land, Stadt und Firma nachschlagen',
    lookupHint: 'In Tabellen auf diesem Server; draußen wird nichts gefragt.',
    address: 'Die Adresse selbst',
    addressKinds: {
      discard: 'Nach dem Nachschlagen verwerfen',
      truncate: 'Gekürzt behalten',
      hash: 'Als Hash behalten',
      keep: 'Behalten',
    },
    addressHint:
      'Behaltene Adressen sehen nur Inhaber und Admins, jedes Mal mit einem Eintrag im Protokoll.',
    consentTitle: 'Einwilligung',
    consentText:
      'Was gezählt wird, bevor ein Besucher die Frage nach der Einwilligung beantwortet hat.',
    consent: 'Ohne Antwort',
    consentKinds: {
      anonymous: 'Ohne Kennungen zählen',
      strict: 'Nichts zählen',
      not_required: 'Voll zählen, Einwilligung ist nicht nötig',
    },
    consentHints: {
      anonymous:
        'Auf dem Gerät wird nichts gespeichert. Besucher haben eine Tageskennung, die sich nicht zurückverfolgen lässt.',
      strict: 'Nichts wird gesendet, bis der Besucher zustimmt.',
      not_required: 'Ein Cookie erkennt Besucher vom ersten Seitenaufruf an wieder.',
    },
    dnt: 'Do Not Track und Global Privacy Control beachten',
    dntHint: 'Browser, die das senden, gelten als abgelehnt.',
    eraseTitle: 'Besucher löschen',
    eraseText:
      'Nimmt alle Zeilen eines Besuchers endgültig aus der Website, etwa wenn jemand vergessen werden möchte.',
    visitorId: 'Besucherkennung',
    visitorHint: 'Der Wert des Cookies _ff oder was footfall.getVisitorId() liefert.',
    erase: 'Besucher löschen',
    erasing: 'Löscht …',
    receipt: (events: string, sessions: string, moment: string) =>
      `${events} Ereignisse und ${sessions} Sitzungen gelöscht, ${moment}.`,
    keyEventsTitle: 'Ziele',
    keyEventsText:
      'Ereignisse, die als Conversion zählen. Aus ihnen ergibt sich die Conversion-Rate, und sie haben einen eigenen Platz im Dashboard.',
    keyEvents: 'Namen der Ereignisse',
    keyEventsHint: 'Etwa purchase, generate_lead oder sign_up.',
    retentionTitle: 'Wie lange Zeilen bleiben',
    retentionText:
      'Ältere Zeilen werden nach und nach gelöscht. Kürzer ist besser für Datenschutz und Platz, länger für Vergleiche.',
    retention: 'Zeilen behalten',
    forever: 'Für immer',
    days: (days: number) =>
      days % 365 === 0
        ? `${days / 365} ${days === 365 ? 'Jahr' : 'Jahre'}`
        : days % 30 === 0
          ? `${days / 30} Monate`
          : `${days} Tage`,
    retentionWarning:
      'Ältere Zeilen werden bald nach dem Speichern gelöscht. Das lässt sich nicht rückgängig machen.',
    resetTitle: 'Daten zurücksetzen',
    resetText:
      'Löscht binnen eines Tages alles, was die Website bisher erfasst hat. Einstellungen und Snippet bleiben. Das lässt sich nicht rückgängig machen.',
    reset: 'Daten zurücksetzen',
    resetDone: 'Die Daten werden gelöscht',
    transferTitle: 'Website an eine andere Organisation geben',
    transferText:
      'Die Website geht mit allem, was sie erfasst hat. Die Mitglieder dort sehen sie dann, die hier nicht mehr.',
    transfer: 'Übergeben',
    transferTo: 'Neue Organisation',
    transferNone: 'Du verwaltest keine andere Organisation.',
    transferDone: (name: string) => `Die Website gehört jetzt ${name}`,
    deleteTitle: 'Website löschen',
    deleteText:
      'Sie verschwindet sofort. Sieben Tage lang kann sie zurückgeholt werden, dann wird alles gelöscht, was sie erfasst hat.',
    delete: 'Website löschen',
    deleteNow: 'Sofort löschen, ohne die sieben Tage',
    deleteNowHint: 'Das lässt sich nicht rückgängig machen.',
    deleted: (name: string) => `${name} ist gelöscht`,
    undo: 'Rückgängig',
    confirmTitle: 'Bist du sicher?',
  },
});
