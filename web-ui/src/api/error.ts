export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_INPUT'
  | 'UNSUPPORTED_COMBINATION'
  | 'LIMIT_EXCEEDED'
  | 'RATE_LIMITED'
  | 'TIMEOUT'
  | 'INTERNAL'
  | 'NETWORK';

export class ApiError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    /** What BAD_INPUT is about. */
    readonly field?: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

interface GraphQlError {
  message: string;
  extensions?: { code?: unknown; field?: unknown };
}

export const fromGraphQl = (errors: readonly GraphQlError[]): ApiError => {
  const [first] = errors;
  const { code, field } = first?.extensions ?? {};
  return new ApiError(
    typeof code === 'string' ? (code as ErrorCode) : 'INTERNAL',
    first?.message ?? 'the server gave no reason',
    typeof field === 'string' ? field : undefined,
  );
};

export const fromUnknown = (error: unknown): ApiError => {
  if (error instanceof ApiError) return error;
  if (Array.isArray(error)) return fromGraphQl(error as GraphQlError[]);
  return new ApiError('NETWORK', error instanceof Error ? error.message : 'connection lost');
};
