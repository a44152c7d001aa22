declare const __VERSION__: string;

interface Document {
  readonly prerendering?: boolean;
}

interface PerformanceEntry {
  readonly responseStatus?: number;
}
