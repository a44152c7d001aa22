const STORED = 'footfall.key';

/** Whether there was one. It is taken out of the address, so that it stays neither in the history nor in a copied link. */
export const takeKeyFromAddress = (): boolean => {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (!key) return false;
  storeKey(key);
  history.replaceState(null, '', location.pathname + location.search);
  return true;
};

export const storeKey = (key: string): void => sessionStorage.setItem(STORED, key.trim());

export const currentKey = (): string | null => sessionStorage.getItem(STORED);

export const forgetKey = (): void => sessionStorage.removeItem(STORED);
