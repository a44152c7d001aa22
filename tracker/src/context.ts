import { timeZone } from './timezone';
import type { Props } from './types';
import { settings } from './settings';
import { consentState } from './identity';

export const context = (): Props => ({
  viewport_height: innerHeight,
  viewport_width: innerWidth,
  language: navigator.language,
  timezone: timeZone(),
  consent: consentState(),
  screen_height: screen.height,
  device_pixel_ratio: devicePixelRatio,
  touch_points: navigator.maxTouchPoints,
  screen_width: screen.width,
  script_version: __VERSION__,
  webdriver: navigator.webdriver,
  ...settings.context,
});
