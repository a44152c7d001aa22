import type { Metric } from '../api/generated';
import type { Unit } from '../lib/format';

export interface MetricInfo {
  metric: Metric;
  label: string;
  unit: Unit;
  /** Whether a rise is good news. */
  better: 'higher' | 'lower';
  meaning: string;
}

const metric = (
  name: Metric,
  label: string,
  unit: Unit,
  meaning: string,
  better: MetricInfo['better'] = 'higher',
): MetricInfo => ({ metric: name, label, unit, better, meaning });

/** All metrics, in the order of menus and tables. */
export const METRICS: readonly MetricInfo[] = [
  metric('VISITORS', 'Visitors', 'count', 'Different people, counted once in the whole range.'),
  metric('NEW_VISITORS', 'New visitors', 'count', 'Visitors whose first visit is in the range.'),
  metric('RETURNING_VISITORS', 'Returning', 'count', 'Visitors who had been here before.'),
  metric('SESSIONS', 'Sessions', 'count', 'Visits that began in the range.'),
  metric('PAGEVIEWS', 'Pageviews', 'count', 'Pages shown, repeats included.'),
  metric('EVENTS', 'Events', 'count', 'Everything that was recorded, page views included.'),
  metric(
    'VIEWS_PER_SESSION',
    'Views / session',
    'ratio',
    'Page views of the visits, divided by their number.',
  ),
  metric(
    'BOUNCE_RATE',
    'Bounce rate',
    'percent',
    'Visits with at most one page view, under ten engaged seconds and no key event.',
    'lower',
  ),
  metric(
    'SINGLE_PAGE_RATE',
    'Single-page rate',
    'percent',
    'Visits with exactly one page view.',
    'lower',
  ),
  metric(
    'SESSION_DURATION',
    'Session duration',
    'seconds',
    'Mean time from the first to the last event of a visit.',
  ),
  metric(
    'ENGAGEMENT_TIME',
    'Engagement',
    'seconds',
    'Mean time per visit in which the page was visible and in focus.',
  ),
  metric('TIME_ON_PAGE', 'Time on page', 'seconds', 'Engaged time divided by page views.'),
  metric(
    'SCROLL_DEPTH',
    'Scroll depth',
    'percent',
    'Mean, over page views that reported one, of the deepest point reached.',
  ),
  metric('CONVERSIONS', 'Conversions', 'count', 'Key events of the site.'),
  metric(
    'CONVERSION_RATE',
    'Conversion rate',
    'percent',
    'Visitors with a key event, of all visitors.',
  ),
  metric(
    'BUSINESS_VISITOR_RATE',
    'Business visitors',
    'percent',
    'Visitors from a company’s network, of all visitors.',
  ),
  metric('REVENUE', 'Revenue', 'money', 'Value of distinct transactions.'),
  metric('TRANSACTIONS', 'Transactions', 'count', 'Distinct transactions.'),
  metric('AVERAGE_ORDER_VALUE', 'Order value', 'money', 'Revenue divided by transactions.'),
  metric('REVENUE_PER_VISITOR', 'Revenue / visitor', 'money', 'Revenue divided by visitors.'),
];

export const DEFAULT_CARDS: readonly Metric[] = [
  'VISITORS',
  'SESSIONS',
  'PAGEVIEWS',
  'VIEWS_PER_SESSION',
  'BOUNCE_RATE',
  'SESSION_DURATION',
];

const BY_NAME = new Map(METRICS.map((info) => [info.metric, info]));

export const metricInfo = (name: Metric): MetricInfo => BY_NAME.get(name)!;

export const isMetric = (value: unknown): value is Metric => BY_NAME.has(value as Metric);
