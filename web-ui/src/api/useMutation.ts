import { useState } from 'react';
import { invalidate } from './answers';
import { request } from './client';
import type { TypedDocumentString } from './document';
import { fromUnknown, type ApiError } from './error';

export interface MutationState<R, V> {
  /** Undefined where it failed; the error is in the state then. */
  run: (variables: V) => Promise<R | undefined>;
  busy: boolean;
  error: ApiError | undefined;
  clear: () => void;
}

export interface MutationOptions<R, V> {
  /** Questions whose answers change by it. */
  invalidates?: readonly TypedDocumentString<unknown, never>[];
  /** Instead of asking as who is here. */
  ask?: (document: TypedDocumentString<R, V>, variables: V) => Promise<R>;
}

export const useMutation = <R, V>(
  document: TypedDocumentString<R, V>,
  { invalidates = [], ask = request }: MutationOptions<R, V> = {},
): MutationState<R, V> => {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  return {
    busy,
    error,
    clear: () => setError(undefined),
    run: async (variables) => {
      setBusy(true);
      setError(undefined);
      try {
        const answer = await ask(document, variables);
        if (invalidates.length) invalidate(...invalidates);
        return answer;
      } catch (reason) {
        setError(fromUnknown(reason));
        return undefined;
      } finally {
        setBusy(false);
      }
    },
  };
};
