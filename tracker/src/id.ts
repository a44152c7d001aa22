/**
 * UUID v4. Ids have to differ, not to be secret, which `Math.random` is good enough for; unlike
 * `crypto.randomUUID` it is there without https.
 */
export const uuid = (): string =>
  'xxxxxxxx-xxxx-4xxx-axxx-xxxxxxxxxxxx'.replace(/x/g, () =>
    ((Math.random() * 16) | 0).toString(16),
  );
