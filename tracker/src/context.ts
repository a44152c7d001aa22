import { consentState } from './identity';
import { settings } from './settings';
import type { Props } from './types';

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
  ...settings.context,
});
