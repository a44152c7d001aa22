import type { TypedDocumentString } from '../api/document';
import { send } from '../api/transport';
import { useMutation, type MutationState } from '../api/useMutation';

/** A change that nobody needs to be signed in for. */
export const useOpenMutation = <R, V>(document: TypedDocumentString<R, V>): MutationState<R, V> =>
  useMutation(document, { ask: (asked, variables) => send(asked, variables, undefined) });
