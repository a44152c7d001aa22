import type { Metric } from '../api/generated';
import { textsNow } from '../i18n/catalogue';
import { METRIC_TEXTS } from '../i18n/metrics';
import type { Unit } from '../lib/format';

export interface MetricInfo {
  metric: Metric;
  readonly label: string;
  unit: Unit;
  /** Whether a rise is good news. */
  better: 'higher' | 'lower';
  readonly meaning: string;
}

const metric = (name: Metric, unit: Unit, better: MetricInfo['better'] = 'higher'): MetricInfo => ({
  metric: name,
  unit,
  better,
  get label() {
    return textsNow(METRIC_TEXTS)[name][0];
  },
  get meaning() {
    return textsNow(METRIC_TEXTS)[name][1];
  },
});

/** All metrics, in the order of menus and tables. */
export const METRICS: readonly MetricInfo[] = [
  metric('VISITORS', 'count'),
  metric('NEW_VISITORS', 'count'),
  metric('RETURNING_VISITORS', 'count'),
  metric('SESSIONS', 'count'),
  metric('PAGEVIEWS', 'count'),
  metric('EVENTS', 'count'),
  metric('VIEWS_PER_SESSION', 'ratio'),
  metric('BOUNCE_RATE', 'percent', 'lower'),
  metric('SINGLE_PAGE_RATE', 'percent', 'lower'),
  metric('SESSION_DURATION', 'seconds'),
  metric('ENGAGEMENT_TIME', 'seconds'),
  metric('TIME_ON_PAGE', 'seconds'),
  metric('SCROLL_DEPTH', 'percent'),
  metric('CONVERSIONS', 'count'),
  metric('CONVERSION_RATE', 'percent'),
  metric('BUSINESS_VISITOR_RATE', 'percent'),
  metric('REVENUE', 'money'),
  metric('TRANSACTIONS', 'count'),
  metric('AVERAGE_ORDER_VALUE', 'money'),
  metric('REVENUE_PER_VISITOR', 'money'),
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
