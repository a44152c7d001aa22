import { useEffect, useEffectEvent, useState } from 'react';
import { subscribe } from './client';
import type { ApiError } from './error';
import type { TypedDocumentString } from './document';

/** A subscriber that lagged, or whose server stopped, is ended; it begins again after this. */
const AGAIN_MS = 2000;

interface Failure {
  question: string;
  error: ApiError;
}

/** Hands each answer to `onData` while mounted; the error is returned while it lasts. */
export const useSubscription = <R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
  onData: (data: R) => void,
  paused = false,
): ApiError | undefined => {
  const [failure, setFailure] = useState<Failure>();
  const [beginning, setBeginning] = useState(0);
  const question = JSON.stringify(variables);
  const next = useEffectEvent((data: R) => {
    if (failure) setFailure(undefined);
    onData(data);
  });

  useEffect(() => {
    if (paused) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = subscribe(document, JSON.parse(question) as V, {
      next: (data) => next(data),
      ended: (error) => {
        if (error) setFailure({ question, error });
        timer = setTimeout(() => setBeginning((count) => count + 1), AGAIN_MS);
      },
    });
    return () => {
      clearTimeout(timer);
      end();
    };
  }, [document, question, beginning, paused]);

  return failure?.question === question ? failure.error : undefined;
};
