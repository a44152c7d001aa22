import { track } from './track';
import type { Props } from './types';

/** Sends the event that an element's `data-footfall-*` attributes describe. */
export const trackTagged = (element: Element, props?: Props): void => {
  const name = element.getAttribute('data-footfall-event');
  if (name) {
    const all: Props = { ...props };
    for (const { name, value } of element.attributes) {
      const [, key] = name.split('data-footfall-prop-');
      if (key) all[key] = /value$/.test(key) ? +value : value;
    }
    track(name, all);
  }
};
