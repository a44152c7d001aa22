declare const __VERSION__: string;

interface ClientHints {
  getHighEntropyValues(names: string[]): Promise<{ platformVersion?: string; model?: string }>;
}

interface Navigator {
  readonly globalPrivacyControl?: boolean;
  readonly userAgentData?: ClientHints;
}

interface Document {
  readonly prerendering?: boolean;
}

interface PerformanceEntry {
  readonly responseStatus?: number;
}
