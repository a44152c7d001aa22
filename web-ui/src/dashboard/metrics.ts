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

/** The cards of a site, in their order; the question asks for them in the same order. */
export const CARDS = [
  {
    metric: 'VISITORS',
    label: 'Visitors',
    unit: 'count',
    better: 'higher',
    meaning: 'Different people, counted once in the whole range.',
  },
  {
    metric: 'SESSIONS',
    label: 'Sessions',
    unit: 'count',
    better: 'higher',
    meaning: 'Visits that began in the range; a visit ends after 30 minutes without an event.',
  },
  {
    metric: 'PAGEVIEWS',
    label: 'Pageviews',
    unit: 'count',
    better: 'higher',
    meaning: 'Pages shown, repeats included.',
  },
  {
    metric: 'VIEWS_PER_SESSION',
    label: 'Views / session',
    unit: 'ratio',
    better: 'higher',
    meaning: 'Pageviews of the sessions, divided by their number.',
  },
  {
    metric: 'BOUNCE_RATE',
    label: 'Bounce rate',
    unit: 'percent',
    better: 'lower',
    meaning: 'Sessions with one page, under ten engaged seconds and no key event.',
  },
  {
    metric: 'SESSION_DURATION',
    label: 'Session duration',
    unit: 'seconds',
    better: 'higher',
    meaning: 'Mean time from the first to the last event of a session.',
  },
] as const satisfies readonly MetricInfo[];

export const CARD_METRICS: Metric[] = CARDS.map(({ metric }) => metric);

export type CardMetric = (typeof CARDS)[number]['metric'];

export const isCardMetric = (value: unknown): value is CardMetric =>
  CARDS.some(({ metric }) => metric === value);

export const cardIndex = (metric: CardMetric): number =>
  CARDS.findIndex((card) => card.metric === metric);
