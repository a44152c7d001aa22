import { fromUnknown, type ApiError } from '../api/error';
import type { UserFieldsFragment } from '../api/session.generated';

/** An access token; the refresh token is a cookie that no script reads. */
export interface Grant {
  accessToken: string;
  /** Milliseconds since the epoch. */
  expiresAt: number;
  user: UserFieldsFragment;
}

export type Renewal =
  | { kind: 'granted'; grant: Grant }
  | { kind: 'signed-out' }
  | { kind: 'unreachable'; error: ApiError };

type Message = { kind: 'granted'; grant: Grant } | { kind: 'signed-out' };

export interface TokensEnvironment {
  /** Asks for new tokens by the cookie. */
  refresh: () => Promise<Grant>;
  /** Runs one task at a time over all tabs. */
  exclusively: <T>(task: () => Promise<T>) => Promise<T>;
  tell: (message: Message) => void;
  listen: (heard: (message: Message) => void) => void;
  now: () => number;
  /** Returns what cancels it. */
  later: (task: () => void, ms: number) => () => void;
}

export interface Tokens {
  /** A token that is good for a while yet, asked for where there is none. */
  fresh: () => Promise<Renewal>;
  /** A token other than the one that was refused. */
  renew: (refused?: string) => Promise<Renewal>;
  accept: (grant: Grant) => void;
  forget: () => void;
  onChange: (called: (grant: Grant | undefined) => void) => void;
}

/** Less than this left is as good as expired. */
const MARGIN_MS = 20_000;
/** Tokens are renewed this long before they expire. */
const AHEAD_MS = 60_000;

/**
 * The access token of this tab. Tabs share what one of them was given, and ask one at a time: a
 * refresh token is good once.
 */
export const createTokens = (environment: TokensEnvironment): Tokens => {
  const { now } = environment;
  const listeners = new Set<(grant: Grant | undefined) => void>();
  let grant: Grant | undefined;
  let renewal: Promise<Renewal> | undefined;
  let cancel = (): void => undefined;

  const set = (next: Grant | undefined): void => {
    grant = next;
    cancel();
    if (next)
      cancel = environment.later(
        () => void renew(),
        Math.max(1000, next.expiresAt - now() - AHEAD_MS),
      );
    listeners.forEach((listener) => listener(next));
  };
  const isGood = (refused?: string): boolean =>
    !!grant && grant.accessToken !== refused && grant.expiresAt - now() > MARGIN_MS;

  const ask = async (refused?: string): Promise<Renewal> => {
    // Another tab may have been first while this one waited for its turn.
    if (grant && isGood(refused)) return { kind: 'granted', grant };
    try {
      const granted = await environment.refresh();
      set(granted);
      environment.tell({ kind: 'granted', grant: granted });
      return { kind: 'granted', grant: granted };
    } catch (reason) {
      const error = fromUnknown(reason);
      if (error.code !== 'UNAUTHENTICATED') return { kind: 'unreachable', error };
      set(undefined);
      return { kind: 'signed-out' };
    }
  };

  const renew = (refused = grant?.accessToken): Promise<Renewal> => {
    renewal ??= environment
      .exclusively(() => ask(refused))
      .finally(() => {
        renewal = undefined;
      });
    return renewal;
  };

  environment.listen((message) => set(message.kind === 'granted' ? message.grant : undefined));

  return {
    renew,
    fresh: () => (grant && isGood() ? Promise.resolve({ kind: 'granted', grant }) : renew()),
    accept: (granted) => {
      set(granted);
      environment.tell({ kind: 'granted', grant: granted });
    },
    forget: () => {
      set(undefined);
      environment.tell({ kind: 'signed-out' });
    },
    onChange: (called) => listeners.add(called),
  };
};
