import type {
  Dimension,
  FilterInput,
  Interval,
  Metric,
  StatsInput,
  StatsResult,
  StatsRow,
} from './generated';
import { bucketStart, isoWithOffset, nextBucket, spanOf, type Span } from './ranges';
import type { Session, View } from './world';

const pagesOf = (session: Session): string[] =>
  session.views.filter((view) => view.event === 'page_view').map((view) => view.page);

const distinct = <T>(values: T[]): T[] => [...new Set(values)];

const valuesOf = (session: Session, dimension: Dimension): (string | null)[] => {
  switch (dimension) {
    case 'PAGE':
      return distinct(pagesOf(session));
    case 'ENTRY_PAGE':
      return [pagesOf(session)[0] ?? null];
    case 'EXIT_PAGE':
      return [pagesOf(session).at(-1) ?? null];
    case 'EVENT':
      return distinct(session.views.map((view) => view.event));
    case 'SOURCE':
      return [session.source];
    case 'MEDIUM':
      return [session.medium];
    case 'CHANNEL':
      return [session.channel];
    case 'CAMPAIGN':
      return [session.campaign];
    case 'REFERRER':
      return [session.referrer];
    case 'COUNTRY':
      return [session.country];
    case 'CITY':
      return [session.city];
    case 'DEVICE':
      return [session.device];
    case 'BROWSER':
      return [session.browser];
    case 'OS':
      return [session.os];
    default:
      return [null];
  }
};

const matches = (session: Session, filter: FilterInput): boolean => {
  if (!filter.dimension) return true;
  const values = valuesOf(session, filter.dimension);
  const wanted = filter.values ?? [];
  switch (filter.op) {
    case 'IS':
      return values.some((value) => value !== null && wanted.includes(value));
    case 'IS_NOT':
      return !values.some((value) => value !== null && wanted.includes(value));
    case 'CONTAINS':
      return values.some((value) => wanted.some((part) => value?.includes(part)));
    case 'IS_NOT_SET':
      return values.every((value) => value === null);
    case 'IS_SET':
      return values.some((value) => value !== null);
    default:
      return true;
  }
};

interface Group {
  sessions: Session[];
  views: View[];
}

const mean = (values: number[]): number | null =>
  values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : null;

const measure = ({ sessions, views }: Group, metric: Metric): number | null => {
  const visitors = (list: Session[]): number => new Set(list.map((one) => one.visitor)).size;
  switch (metric) {
    case 'VISITORS':
      return visitors(sessions);
    case 'NEW_VISITORS':
      return visitors(sessions.filter((session) => session.isNew));
    case 'SESSIONS':
      return sessions.length;
    case 'PAGEVIEWS':
      return views.filter((view) => view.event === 'page_view').length;
    case 'EVENTS':
      return views.length;
    case 'BOUNCE_RATE': {
      const rate = mean(sessions.map((session) => +session.bounced));
      return rate === null ? null : rate * 100;
    }
    case 'SESSION_DURATION':
      return mean(sessions.map((session) => session.durationSec));
    case 'VIEWS_PER_SESSION':
      return mean(sessions.map((session) => pagesOf(session).length));
    default:
      return 0;
  }
};

const between = (sessions: Session[], { from, to }: Span): Session[] =>
  sessions.filter((session) => session.start >= from && session.start < to);

const group = (
  sessions: Session[],
  dimension: Dimension | undefined,
  interval: Interval,
): Map<string | null, Group> => {
  const groups = new Map<string | null, Group>();
  for (const session of sessions) {
    const keys: (string | null)[] =
      dimension === undefined
        ? ['']
        : dimension === 'TIME'
          ? [String(bucketStart(session.start, interval))]
          : valuesOf(session, dimension);
    for (const key of keys) {
      const found = groups.get(key) ?? { sessions: [], views: [] };
      found.sessions.push(session);
      found.views.push(
        ...session.views.filter(
          (view) =>
            (dimension !== 'PAGE' || view.page === key) &&
            (dimension !== 'EVENT' || view.event === key),
        ),
      );
      groups.set(key, found);
    }
  }
  return groups;
};

const EMPTY: Group = { sessions: [], views: [] };

const row = (
  dimensions: (string | null)[],
  current: Group,
  previous: Group | undefined,
  metrics: Metric[],
  partial = false,
): StatsRow => {
  const values = metrics.map((metric) => measure(current, metric));
  const before = previous && metrics.map((metric) => measure(previous, metric));
  return {
    dimensions,
    metrics: values,
    comparison: before ?? null,
    change:
      before?.map((old, index) => {
        const value = values[index];
        return old && value != null ? ((value - old) / old) * 100 : null;
      }) ?? null,
    partial,
  };
};

export const answer = (all: Session[], input: StatsInput, now: number): StatsResult => {
  const started = performance.now();
  const span = spanOf(input.range, now);
  const interval = input.interval ?? 'DAY';
  const wanted = all.filter((session) =>
    (input.filters ?? []).every((filter) => matches(session, filter)),
  );
  const elapsed = Math.min(span.to, now) - span.from;
  const past: Span = {
    from: span.from - (span.to - span.from),
    to: span.from - (span.to - span.from) + elapsed,
  };
  const current = between(wanted, span);
  const previous = input.compare ? between(wanted, past) : undefined;
  const [dimension] = input.dimensions ?? [];
  const groups = group(current, dimension, interval);
  const before = previous && group(previous, dimension, interval);

  const rows: StatsRow[] = [];
  if (dimension === 'TIME') {
    let then = bucketStart(past.from, interval);
    for (
      let at = bucketStart(span.from, interval);
      at < span.to;
      at = nextBucket(at, interval), then = nextBucket(then, interval)
    )
      rows.push(
        row(
          [isoWithOffset(at)],
          groups.get(String(at)) ?? EMPTY,
          before && (before.get(String(then)) ?? EMPTY),
          input.metrics,
          at < span.from || nextBucket(at, interval) > now,
        ),
      );
  } else {
    for (const [key, found] of groups)
      rows.push(row([key], found, before && (before.get(key) ?? EMPTY), input.metrics));
    rows.sort((left, right) => (right.metrics[0] ?? 0) - (left.metrics[0] ?? 0));
  }
  const everything = (sessions: Session[]): Group => ({
    sessions,
    views: sessions.flatMap((session) => session.views),
  });
  const offset = input.offset ?? 0;
  return {
    rows: dimension === 'TIME' ? rows : rows.slice(offset, offset + (input.limit ?? 100)),
    totals: row([], everything(current), previous && everything(previous), input.metrics),
    rowCount: rows.length,
    query: {
      elapsedMs: performance.now() - started,
      rowsScanned: wanted.length,
      bytesScanned: 0,
      filesScanned: 1,
      hotRows: 0,
      tableVersion: 1,
      approximate: false,
      maxError: null,
      from: isoWithOffset(span.from),
      to: isoWithOffset(span.to),
      timezone: 'UTC',
    },
  };
};
