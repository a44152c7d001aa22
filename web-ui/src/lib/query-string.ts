/** Plain `a=1&f=x&f=y` addresses: a name that occurs once is a string, a repeated one a list. */
export const parseQueryString = (text: string): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  const params = new URLSearchParams(text);
  for (const name of new Set(params.keys())) {
    const all = params.getAll(name);
    values[name] = all.length > 1 ? all : all[0];
  }
  return values;
};

export const toQueryString = (values: Record<string, unknown>): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value])
      if (typeof one === 'string') params.append(name, one);
  // Slashes and colons are legal in a query and far easier to read.
  const text = params.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
  return text && '?' + text;
};

/** One text, where there is one. */
export const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value ? value : null;
