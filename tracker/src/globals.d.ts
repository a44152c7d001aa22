declare const __VERSION__: string;

interface Document {
  readonly prerendering?: boolean;
}

interface Window {
  readonly Temporal?: { Now: { timeZoneId: () => string } };
}

interface PerformanceEntry {
  readonly responseStatus?: number;
}
