import { useEffect, useState } from 'react';
import type { TypedDocumentString } from '../api/document';
import { fromUnknown, type ApiError } from '../api/error';
import { send } from '../api/transport';

export interface OpenAnswer<R> {
  data?: R;
  error?: ApiError;
}

/** A question that nobody needs to be signed in for. */
export const useOpenQuery = <R, V>(
  document: TypedDocumentString<R, V>,
  variables: V,
): OpenAnswer<R> => {
  const [answer, setAnswer] = useState<OpenAnswer<R>>({});
  const question = JSON.stringify(variables);
  useEffect(() => {
    let wanted = true;
    send(document, JSON.parse(question) as V, undefined).then(
      (data) => {
        if (wanted) setAnswer({ data });
      },
      (error: unknown) => {
        if (wanted) setAnswer({ error: fromUnknown(error) });
      },
    );
    return () => {
      wanted = false;
    };
  }, [document, question]);
  return answer;
};
