import { track } from './track';
import type { Props } from './types';

const PREFIX = 'data-footfall-prop-';

/** Sends the event that an element's `data-footfall-*` attributes describe. */
export const trackTagged = (element: Element | null, props?: Props): void => {
  const name = element && element.getAttribute('data-footfall-event');
  if (!name) return;
  const all: Props = { ...props };
  for (const attribute of element.attributes) {
    const [, key] = attribute.name.split(PREFIX);
    if (key) all[key] = /value$/.test(key) ? +attribute.value : attribute.value;
  }
  track(name, all);
};
