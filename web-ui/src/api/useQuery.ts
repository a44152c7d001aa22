import { useEffect, useState } from 'react';
import { lastAnswer, remember, useVersion } from './answers';
import { request } from './client';
import type { TypedDocumentString } from './document';
import { fromUnknown, type ApiError } from './error';
import { createShared } from './shared';

/** Loading and failed may still hold the last answer, which stays on screen meanwhile. */
export type QueryState<R> =
  | { status: 'loading'; data: R | undefined }
  | { status: 'ready'; data: R }
  | { status: 'failed'; data: R | undefined; error: ApiError };

/** Parts of a page that are drawn one after another ask the same. */
const FRESH_MS = 1000;

const shared = createShared(FRESH_MS);

const askedAs = (key: string, revision: number, attempt: number, version: number): string =>
  `${key}|${revision}|${attempt}|${version}`;

/** Begins to ask what a part of the page will ask as soon as it is drawn. */
export const askAhead = <R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
): Promise<unknown> => {
  const key = document.toString() + JSON.stringify(variables);
  return shared.ahead(askedAs(key, 0, 0, 0), (signal) => request(document, variables, signal));
};

interface Settled<R> {
  /** The question that this answers. */
  key: string;
  asked: string;
  data: R | undefined;
  error: ApiError | undefined;
}

export interface QueryOptions {
  /** A new number asks again while the old answer stays. */
  revision?: number;
  /** Ask nothing. */
  paused?: boolean;
}

export const useQuery = <R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
  { revision = 0, paused = false }: QueryOptions = {},
): QueryState<R> & { retry: () => void } => {
  const [attempt, setAttempt] = useState(0);
  const text = document.toString();
  const version = useVersion(text);
  const question = JSON.stringify(variables);
  const key = text + question;
  const asked = askedAs(key, revision, attempt, version);
  // What is there already is drawn at once.
  const [settled, setSettled] = useState<Settled<R> | undefined>(() => {
    const data = shared.peek(asked) as R | undefined;
    return data === undefined ? undefined : { key, asked, data, error: undefined };
  });

  useEffect(() => {
    if (paused) return undefined;
    let wanted = true;
    const { answer, leave } = shared.join(asked, (signal) =>
      request(document, JSON.parse(question) as V, signal),
    );
    answer
      .then((data) => {
        remember(key, data);
        if (!wanted) return;
        setSettled((last) =>
          last?.asked === asked && last.data === data && !last.error
            ? last
            : { key, asked, data, error: undefined },
        );
      })
      .catch((error: unknown) => {
        if (!wanted) return;
        const failure = fromUnknown(error);
        setSettled((last) => ({
          key,
          asked,
          data: last?.key === key ? last.data : undefined,
          error: failure,
        }));
      });
    return () => {
      wanted = false;
      leave();
    };
  }, [document, question, key, asked, paused]);

  const retry = (): void => setAttempt((count) => count + 1);
  const cached = lastAnswer(key) as R | undefined;
  const isOwn = settled?.key === key;
  const data = isOwn ? (settled.data ?? cached) : (cached ?? settled?.data);
  if (isOwn && settled.error && settled.asked === asked)
    return { status: 'failed', data, error: settled.error, retry };
  if (isOwn && settled.data !== undefined) return { status: 'ready', data: settled.data, retry };
  return { status: 'loading', data, retry };
};
