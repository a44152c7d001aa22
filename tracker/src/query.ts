/** A parameter of the page's address. */
export const query = (name: string): string | null =>
  new URLSearchParams(location.search).get(name);
