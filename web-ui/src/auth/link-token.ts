const STORED = 'footfall.link';

/** Tokens of mailed links come in the fragment. They are taken out of the address and kept for the tab, until they were used. */
export const takeTokenFromAddress = (): void => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (!token) return;
  sessionStorage.setItem(STORED, JSON.stringify({ path: location.pathname, token }));
  history.replaceState(null, '', location.pathname + location.search);
};

/** The token of a link to the present page. */
export const linkToken = (path: string): string | undefined => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as {
      path?: string;
      token?: string;
    };
    return kept.path === path ? kept.token : undefined;
  } catch {
    return undefined;
  }
};

export const forgetLinkToken = (): void => sessionStorage.removeItem(STORED);
