import { createClient } from 'graphql-ws';
import { currentKey } from '../auth/key';
import { ApiError, fromGraphQl, fromUnknown } from './error';
import type { TypedDocumentString } from './generated';

const authorization = (): string => 'Bearer ' + (currentKey() ?? '');

interface Answer<T> {
  data?: T | null;
  errors?: { message: string; extensions?: { code?: unknown } }[];
}

export const request = async <R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
  signal?: AbortSignal,
): Promise<R> => {
  let answer: Answer<R>;
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: authorization() },
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: signal ?? null,
    });
    if (response.status === 401) throw new ApiError('UNAUTHENTICATED', 'the key was not accepted');
    answer = (await response.json()) as Answer<R>;
  } catch (error) {
    throw fromUnknown(error);
  }
  if (answer.errors?.length) throw fromGraphQl(answer.errors);
  if (!answer.data) throw new ApiError('INTERNAL', 'the answer was empty');
  return answer.data;
};

/** One socket for all subscriptions of the page, opened with the first and closed after the last. */
const socket = createClient({
  url: () => location.origin.replace(/^http/, 'ws') + '/graphql/ws',
  connectionParams: () => ({ Authorization: authorization() }),
  retryAttempts: Infinity,
  shouldRetry: () => true,
  lazyCloseTimeout: 3000,
});

export interface Listener<R> {
  next: (data: R) => void;
  /** By the server, or because of an error; never by the caller. */
  ended: (error: ApiError | undefined) => void;
}

/** Returns what ends the subscription. */
export const subscribe = <R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
  listener: Listener<R>,
): (() => void) => {
  let open = true;
  const ended = (error?: ApiError): void => {
    if (open) listener.ended(error);
    open = false;
  };
  const end = socket.subscribe<R>(
    { query: document.toString(), variables: variables as Record<string, unknown> },
    {
      next: ({ data, errors }) => {
        if (errors?.length) ended(fromGraphQl(errors));
        else if (data && open) listener.next(data);
      },
      error: (error) => ended(fromUnknown(error)),
      complete: () => ended(),
    },
  );
  return () => {
    open = false;
    end();
  };
};
