import type { UserFieldsFragment } from '../api/session.generated';

const STORED = 'footfall.user';

/** Who was signed in here last: what he may see of the kept answers while the server is out of reach. */
export const lastUser = (): UserFieldsFragment | undefined => {
  try {
    const stored = localStorage.getItem(STORED);
    return stored ? (JSON.parse(stored) as UserFieldsFragment) : undefined;
  } catch {
    return undefined;
  }
};

export const rememberUser = (user: UserFieldsFragment): void =>
  localStorage.setItem(STORED, JSON.stringify(user));

export const forgetUser = (): void => localStorage.removeItem(STORED);
