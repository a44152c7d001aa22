import type { ApiError } from './error';

type Listener = () => void;

let listener: Listener | undefined;

/** Called when the server does not accept the key any more. */
export const onRefusal = (called: Listener): (() => void) => {
  listener = called;
  return () => {
    listener = undefined;
  };
};

export const reportRefusal = (error: ApiError): void => {
  if (error.code === 'UNAUTHENTICATED') listener?.();
};
