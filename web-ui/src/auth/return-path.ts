const STORED = 'footfall.return';

/** Where to go after a sign-in that leaves the page, as through an identity provider. */
export const rememberReturn = (path: string | undefined): void => {
  if (path) sessionStorage.setItem(STORED, path);
  else sessionStorage.removeItem(STORED);
};

export const takeReturn = (): string | undefined => {
  const path = sessionStorage.getItem(STORED) ?? undefined;
  sessionStorage.removeItem(STORED);
  return path;
};

/** Only a path of this page: an address of another site would be an open door. */
export const safePath = (next: unknown): string | undefined =>
  typeof next === 'string' && /^\/(?![/\\])[^\s\\]*$/.test(next) ? next : undefined;
