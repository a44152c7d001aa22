interface Minute {
  at: string;
  events: number;
}

/** Events a minute, by its start. */
export type Arrivals = ReadonlyMap<string, number>;

export const arrivals = (minutes: readonly Minute[]): Arrivals =>
  new Map(minutes.map(({ at, events }) => [at, events]));

/** Whether an event has come since: a minute has more than it had. */
export const hasNews = (before: Arrivals, now: Arrivals): boolean =>
  [...now].some(([at, events]) => events > (before.get(at) ?? 0));
