import { useSyncExternalStore } from 'react';
import { clearAnswers, invalidate, openAnswers } from '../api/answers';
import { ApiError, fromUnknown } from '../api/error';
import {
  LogoutDocument,
  RefreshDocument,
  type TokenFieldsFragment,
  type UserFieldsFragment,
} from '../api/session.generated';
import { send } from '../api/transport';
import { currentKey, forgetKey } from './key';
import { forgetUser, lastUser, rememberUser } from './last-user';
import { createTokens, type Grant } from './tokens';

export type User = UserFieldsFragment;

export type Session =
  | { kind: 'starting' }
  /** The server does not answer, and nobody was signed in here before. */
  | { kind: 'unreachable'; error: ApiError }
  | { kind: 'signed-out'; because?: 'ended' | 'key-refused' }
  | { kind: 'key' }
  | { kind: 'user'; user: User };

const LOCK = 'footfall.refresh';
const CHANNEL = 'footfall.session';

const grantOf = (tokens: TokenFieldsFragment): Grant => ({
  accessToken: tokens.accessToken,
  expiresAt: Date.now() + tokens.expiresIn * 1000,
  user: tokens.user,
});

const channel = new BroadcastChannel(CHANNEL);
const tokens = createTokens({
  refresh: async () => grantOf((await send(RefreshDocument, {}, undefined)).refresh),
  exclusively: (task) => navigator.locks.request(LOCK, task),
  tell: (message) => channel.postMessage(message),
  listen: (heard) => {
    channel.onmessage = (event: MessageEvent<Parameters<typeof heard>[0]>) => heard(event.data);
  },
  now: () => Date.now(),
  later: (task, ms) => {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
});

let session: Session = { kind: 'starting' };
const listeners = new Set<() => void>();

const set = (next: Session): void => {
  session = next;
  listeners.forEach((listener) => listener());
};

const close = (because?: 'ended'): void => {
  forgetUser();
  clearAnswers();
  set(because ? { kind: 'signed-out', because } : { kind: 'signed-out' });
};

/** His kept answers come before his pages, so that these have something to show. */
const open = async (user: User): Promise<void> => {
  rememberUser(user);
  await openAnswers(user.id);
  set({ kind: 'user', user });
};

tokens.onChange((grant) => {
  if (currentKey()) return;
  if (!grant) {
    if (session.kind === 'user') close('ended');
    return;
  }
  // Somebody else has signed in in another tab: nothing on this page is his.
  if (session.kind === 'user' && session.user.id !== grant.user.id) {
    clearAnswers();
    location.assign('/');
  }
  void open(grant.user);
});

addEventListener('online', () => {
  if (session.kind === 'user') void tokens.fresh();
  invalidate();
});

/** Finds out who is here: by the key of the tab, by the cookie, or offline by who was here last. */
export const startSession = async (): Promise<void> => {
  if (currentKey()) return set({ kind: 'key' });
  const renewal = await tokens.renew();
  if (renewal.kind === 'signed-out') {
    close();
  } else if (renewal.kind === 'unreachable') {
    const user = lastUser();
    if (user) await open(user);
    else set({ kind: 'unreachable', error: renewal.error });
  }
};

/** Done when the page knows who is here. */
export const acceptTokens = async (granted: TokenFieldsFragment): Promise<void> => {
  forgetKey();
  await open(granted.user);
  tokens.accept(grantOf(granted));
};

export const openWithKey = (): void => set({ kind: 'key' });

/** What has changed of the user is shown at once. */
export const updateUser = (user: User): void => {
  if (session.kind !== 'user') return;
  rememberUser(user);
  set({ kind: 'user', user });
};

export const signOut = async (everywhere = false): Promise<void> => {
  if (session.kind === 'key') {
    forgetKey();
    return set({ kind: 'signed-out' });
  }
  const bearer = await tokens.fresh();
  if (bearer.kind === 'granted')
    await send(LogoutDocument, { everywhere }, bearer.grant.accessToken).catch(
      (reason: unknown) => {
        const error = fromUnknown(reason);
        if (error.code !== 'UNAUTHENTICATED') throw error;
      },
    );
  close();
  tokens.forget();
};

/** After what ends every sign-in, this one too. */
export const signedOutByServer = (): void => {
  close();
  tokens.forget();
};

/** What to send: the key of the tab or an access token. Throws where there is neither. */
export const bearer = async (refused?: string): Promise<string> => {
  const key = currentKey();
  if (key) {
    if (refused === key) {
      forgetKey();
      set({ kind: 'signed-out', because: 'key-refused' });
      throw new ApiError('UNAUTHENTICATED', 'the key was not accepted');
    }
    return key;
  }
  const renewal = await (refused === undefined ? tokens.fresh() : tokens.renew(refused));
  if (renewal.kind === 'granted') return renewal.grant.accessToken;
  if (renewal.kind === 'unreachable') throw renewal.error;
  if (session.kind === 'user') close('ended');
  throw new ApiError('UNAUTHENTICATED', 'sign in again');
};

export const currentSession = (): Session => session;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useSession = (): Session => useSyncExternalStore(subscribe, currentSession);
