import type { TypedDocumentString } from './document';
import { ApiError, fromGraphQl, fromUnknown } from './error';
import { noteReachable } from './reachable';

interface Answer<R> {
  data?: R | null;
  errors?: { message: string; extensions?: { code?: unknown; field?: unknown } }[];
}

/** One question to the server, under a key, a token, or nothing but the cookie. */
export const send = async <R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
  bearer: string | undefined,
  signal?: AbortSignal,
): Promise<R> => {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    // Forms of other sites cannot send it; cookies count only with it.
    'x-footfall': '1',
  };
  if (bearer) headers['authorization'] = 'Bearer ' + bearer;
  let answer: Answer<R>;
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers,
      body: JSON.stringify({ query: document.toString(), variables }),
      signal: signal ?? null,
    });
    noteReachable(response.status < 502 || response.status > 504);
    if (response.status === 401) throw new ApiError('UNAUTHENTICATED', 'sign in again');
    answer = (await response.json()) as Answer<R>;
  } catch (error) {
    if (!signal?.aborted && error instanceof TypeError) noteReachable(false);
    throw fromUnknown(error);
  }
  if (answer.errors?.length) throw fromGraphQl(answer.errors);
  if (!answer.data) throw new ApiError('INTERNAL', 'the answer was empty');
  return answer.data;
};
