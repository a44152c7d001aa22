import { consentState } from './identity';
import type { Props } from './types';

const hints: Props = {};

/** Settles when the browser's client hints are known; rejects at once where it has none. */
export const clientHints = async (): Promise<void> => {
  const found = await navigator.userAgentData!.getHighEntropyValues(['platformVersion', 'model']);
  hints.platform_version = found.platformVersion;
  hints.model = found.model;
};

export const context = (): Props => ({
  viewport_width: innerWidth,
  viewport_height: innerHeight,
  screen_width: screen.width,
  screen_height: screen.height,
  device_pixel_ratio: devicePixelRatio,
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  language: navigator.language,
  touch_points: navigator.maxTouchPoints,
  webdriver: navigator.webdriver,
  consent: consentState(),
  script_version: __VERSION__,
  ...hints,
});
