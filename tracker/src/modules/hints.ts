import type { Module } from '../api';

interface ClientHints {
  getHighEntropyValues(names: string[]): Promise<{ platformVersion?: string; model?: string }>;
}

/**
 * Tells Windows 11 from 10 and names the real versions of macOS and Android, which user agents no
 * longer do (WICG User-Agent Client Hints). The first page view waits some milliseconds for it.
 */
const hints: Module = (settings) => {
  const { userAgentData } = navigator as { userAgentData?: ClientHints };
  settings.ready = userAgentData?.getHighEntropyValues(['platformVersion', 'model']).then(
    ({ platformVersion, model }) => {
      settings.context = { platform_version: platformVersion, model };
    },
    () => undefined,
  );
};

export default hints;
