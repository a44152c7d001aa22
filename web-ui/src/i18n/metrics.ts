import { catalogue } from './catalogue';

/** What metrics are called, and what they count. */
export const METRIC_TEXTS = catalogue({
  en: {
    VISITORS: ['Visitors', 'Different people, counted once in the whole range.'],
    NEW_VISITORS: ['New visitors', 'Visitors whose first visit is in the range.'],
    RETURNING_VISITORS: ['Returning', 'Visitors who had been here before.'],
    SESSIONS: ['Sessions', 'Visits that began in the range.'],
    PAGEVIEWS: ['Pageviews', 'Pages shown, repeats included.'],
    EVENTS: ['Events', 'Everything that was recorded, page views included.'],
    VIEWS_PER_SESSION: ['Views / session', 'Page views of the visits, divided by their number.'],
    BOUNCE_RATE: [
      'Bounce rate',
      'Visits with at most one page view, under ten engaged seconds and no key event.',
    ],
    SINGLE_PAGE_RATE: ['Single-page rate', 'Visits with exactly one page view.'],
    SESSION_DURATION: [
      'Session duration',
      'Mean time from the first to the last event of a visit.',
    ],
    ENGAGEMENT_TIME: [
      'Engagement',
      'Mean time per visit in which the page was visible and in focus.',
    ],
    TIME_ON_PAGE: ['Time on page', 'Engaged time divided by page views.'],
    SCROLL_DEPTH: [
      'Scroll depth',
      'Mean, over page views that reported one, of the deepest point reached.',
    ],
    CONVERSIONS: ['Conversions', 'Key events of the site.'],
    CONVERSION_RATE: ['Conversion rate', 'Visitors with a key event, of all visitors.'],
    BUSINESS_VISITOR_RATE: [
      'Business visitors',
      'Visitors from a company’s network, of all visitors.',
    ],
    REVENUE: ['Revenue', 'Value of distinct transactions.'],
    TRANSACTIONS: ['Transactions', 'Distinct transactions.'],
    AVERAGE_ORDER_VALUE: ['Order value', 'Revenue divided by transactions.'],
    REVENUE_PER_VISITOR: ['Revenue / visitor', 'Revenue divided by visitors.'],
  },
  de: {
    VISITORS: ['Besucher', 'Verschiedene Personen, im ganzen Zeitraum einmal gezählt.'],
    NEW_VISITORS: ['Neue Besucher', 'Besucher, deren erster Besuch im Zeitraum liegt.'],
    RETURNING_VISITORS: ['Wiederkehrend', 'Besucher, die schon vorher da waren.'],
    SESSIONS: ['Sitzungen', 'Besuche, die im Zeitraum begonnen haben.'],
    PAGEVIEWS: ['Seitenaufrufe', 'Gezeigte Seiten, Wiederholungen mitgezählt.'],
    EVENTS: ['Ereignisse', 'Alles, was aufgezeichnet wurde, auch Seitenaufrufe.'],
    VIEWS_PER_SESSION: ['Seiten / Sitzung', 'Seitenaufrufe der Besuche, geteilt durch deren Zahl.'],
    BOUNCE_RATE: [
      'Absprungrate',
      'Besuche mit höchstens einem Seitenaufruf, unter zehn Sekunden Interaktion und ohne Schlüsselereignis.',
    ],
    SINGLE_PAGE_RATE: ['Nur eine Seite', 'Besuche mit genau einem Seitenaufruf.'],
    SESSION_DURATION: [
      'Sitzungsdauer',
      'Mittlere Zeit vom ersten bis zum letzten Ereignis eines Besuchs.',
    ],
    ENGAGEMENT_TIME: [
      'Interaktion',
      'Mittlere Zeit je Besuch, in der die Seite sichtbar und im Fokus war.',
    ],
    TIME_ON_PAGE: ['Zeit auf der Seite', 'Zeit der Interaktion, geteilt durch Seitenaufrufe.'],
    SCROLL_DEPTH: [
      'Scrolltiefe',
      'Mittelwert des tiefsten erreichten Punkts, über Seitenaufrufe, die einen meldeten.',
    ],
    CONVERSIONS: ['Konversionen', 'Schlüsselereignisse der Website.'],
    CONVERSION_RATE: ['Konversionsrate', 'Anteil der Besucher mit einem Schlüsselereignis.'],
    BUSINESS_VISITOR_RATE: ['Firmenbesucher', 'Anteil der Besucher aus dem Netz einer Firma.'],
    REVENUE: ['Umsatz', 'Wert der verschiedenen Transaktionen.'],
    TRANSACTIONS: ['Transaktionen', 'Verschiedene Transaktionen.'],
    AVERAGE_ORDER_VALUE: ['Bestellwert', 'Umsatz, geteilt durch Transaktionen.'],
    REVENUE_PER_VISITOR: ['Umsatz / Besucher', 'Umsatz, geteilt durch Besucher.'],
  },
});
