const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
  [/\bcurl\//, 'curl'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(iPhone|iPod)\b/, 'iOS'],
  [/\biPad\b/, 'iPadOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

const first = (among: readonly [RegExp, string][], agent: string): string | undefined =>
  among.find(([pattern]) => pattern.test(agent))?.[1];

/** As much of a user agent as tells one's own devices apart. */
export const describeAgent = (
  agent: string | null | undefined,
): { browser: string | undefined; system: string | undefined } => ({
  browser: agent ? first(BROWSERS, agent) : undefined,
  system: agent ? first(SYSTEMS, agent) : undefined,
});
