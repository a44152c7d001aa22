import { useEffect, useRef, useState } from 'react';
import { request } from '../../api/client';
import { fromUnknown, type ApiError } from '../../api/error';
import { StatsDocument, type StatsFieldsFragment, type StatsInput } from '../../api/generated';

export const PAGE_ROWS = 200;

type Row = StatsFieldsFragment['rows'][number];

interface Loaded {
  question: string;
  rowCount: number;
  totals: StatsFieldsFragment['totals'];
  pages: ReadonlyMap<number, readonly Row[]>;
}

export interface Pages {
  /** Undefined before the first answer; the last one while the next is under way. */
  loaded: Loaded | undefined;
  stale: boolean;
  error: ApiError | undefined;
  rowAt: (index: number) => Row | undefined;
  retry: () => void;
}

/** Pages that the window over rows `first` to `last` touches. */
export const pagesBetween = (first: number, last: number): number[] => {
  const from = Math.floor(Math.max(0, first) / PAGE_ROWS);
  const to = Math.floor(Math.max(first, last) / PAGE_ROWS);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
};

/** As many rows as the answer has, of which those near the window are loaded. */
export const usePages = (input: StatsInput, first: number, last: number): Pages => {
  const question = JSON.stringify(input);
  const [loaded, setLoaded] = useState<Loaded>();
  const [failure, setFailure] = useState<{ question: string; error: ApiError }>();
  const [attempt, setAttempt] = useState(0);
  const underWay = useRef(new Map<string, AbortController>());
  const wanted = pagesBetween(first, last).join(',');
  const have = loaded?.question === question ? loaded.pages : undefined;

  useEffect(() => {
    const running = underWay.current;
    for (const [key, controller] of running)
      if (!key.startsWith(question)) {
        controller.abort();
        running.delete(key);
      }
    for (const page of wanted.split(',').map(Number)) {
      const key = `${question}|${page}`;
      if (have?.has(page) || running.has(key)) continue;
      const controller = new AbortController();
      running.set(key, controller);
      const asked = {
        ...(JSON.parse(question) as StatsInput),
        limit: PAGE_ROWS,
        offset: page * PAGE_ROWS,
      };
      request(StatsDocument, { input: asked }, controller.signal)
        .then(({ stats }) => {
          running.delete(key);
          setFailure(undefined);
          setLoaded((before) => ({
            question,
            rowCount: stats.rowCount,
            totals: stats.totals,
            pages: new Map([
              ...(before?.question === question ? before.pages : []),
              [page, stats.rows],
            ]),
          }));
        })
        .catch((error: unknown) => {
          running.delete(key);
          if (!controller.signal.aborted) setFailure({ question, error: fromUnknown(error) });
        });
    }
  }, [question, wanted, have, attempt]);

  useEffect(() => {
    const running = underWay.current;
    return () => {
      for (const controller of running.values()) controller.abort();
      running.clear();
    };
  }, []);

  return {
    loaded,
    stale: loaded?.question !== question,
    error: failure?.question === question ? failure.error : undefined,
    rowAt: (index) => loaded?.pages.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    retry: () => {
      setFailure(undefined);
      setAttempt((count) => count + 1);
    },
  };
};
