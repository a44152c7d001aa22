import type { Client } from 'graphql-ws';
import { bearer } from '../auth/session';
import type { TypedDocumentString } from './document';
import { fromGraphQl, fromUnknown, type ApiError } from './error';
import { send } from './transport';

/** Asks as who is here. A token that is refused is renewed, and the question asked once more. */
export const request = async <R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
  signal?: AbortSignal,
): Promise<R> => {
  const first = await bearer();
  try {
    return await send(document, variables, first, signal);
  } catch (error) {
    if (fromUnknown(error).code !== 'UNAUTHENTICATED') throw error;
  }
  return send(document, variables, await bearer(first), signal);
};

/** One socket for all subscriptions of the page, opened with the first and closed after the last. */
let socket: Promise<Client> | undefined;

const connect = async (): Promise<Client> => {
  const { createClient } = await import('graphql-ws');
  return createClient({
    url: () => location.origin.replace(/^http/, 'ws') + '/graphql/ws',
    // A subscription outlives the token that it began with; each new connection takes a fresh one.
    connectionParams: async () => ({ Authorization: 'Bearer ' + (await bearer()) }),
    retryAttempts: Infinity,
    shouldRetry: () => true,
    lazyCloseTimeout: 3000,
  });
};

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
  let end = (): void => undefined;
  const ended = (error?: ApiError): void => {
    if (open) listener.ended(error);
    open = false;
  };
  socket ??= connect();
  socket
    .then((client) => {
      if (!open) return;
      end = client.subscribe<R>(
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
    })
    .catch((error: unknown) => {
      socket = undefined;
      ended(fromUnknown(error));
    });
  return () => {
    open = false;
    end();
  };
};
