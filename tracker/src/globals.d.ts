declare const __VERSION__: string;

interface Window {
  /** Not in every browser yet. */
  readonly Temporal?: { Now: { timeZoneId: () => string } };
}

interface Document {
  readonly prerendering?: boolean;
}

interface PerformanceEntry {
  readonly responseStatus?: number;
}
