import { useEffect, useState } from 'react';
import { request } from './client';
import { fromUnknown, type ApiError } from './error';
import type { TypedDocumentString } from './document';

/** Loading and failed may still hold the last answer, which stays on screen meanwhile. */
export type QueryState<R> =
  | { status: 'loading'; data: R | undefined }
  | { status: 'ready'; data: R }
  | { status: 'failed'; data: R | undefined; error: ApiError };

const ANSWERS_MAX = 200;
const answers = new Map<string, unknown>();

const remember = (key: string, data: unknown): void => {
  answers.delete(key);
  answers.set(key, data);
  for (const oldest of answers.keys()) {
    if (answers.size <= ANSWERS_MAX) break;
    answers.delete(oldest);
  }
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
  const [settled, setSettled] = useState<Settled<R>>();
  const question = JSON.stringify(variables);
  const key = document.toString() + question;
  const asked = `${key}|${revision}|${attempt}`;

  useEffect(() => {
    if (paused) return undefined;
    const controller = new AbortController();
    request(document, JSON.parse(question) as V, controller.signal)
      .then((data) => {
        remember(key, data);
        setSettled({ key, asked, data, error: undefined });
      })
      .catch((error: unknown) => {
        if (controller.signal.aborted) return;
        const failure = fromUnknown(error);
        setSettled((last) => ({ key, asked, data: last?.data, error: failure }));
      });
    return () => controller.abort();
  }, [document, question, key, asked, paused]);

  const retry = (): void => setAttempt((count) => count + 1);
  const cached = answers.get(key) as R | undefined;
  const data = settled?.key === key ? settled.data : (cached ?? settled?.data);
  if (settled?.key === key && settled.error && settled.asked === asked)
    return { status: 'failed', data, error: settled.error, retry };
  if (settled?.key === key && settled.data !== undefined)
    return { status: 'ready', data: settled.data, retry };
  return { status: 'loading', data, retry };
};
