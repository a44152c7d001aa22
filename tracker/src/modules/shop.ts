import type { Module } from '../api';
import type { Props } from '../types';
import { argumentsOf, followDataLayer } from './data-layer';
import { itemFrom, numbered, universalEvent } from './shop-shapes';

/** GA4's recommended events for shops and leads; others of a data layer are not ours to send. */
const NAMES =
  /^(view_(item|item_list|cart|promotion)|select_(item|promotion)|add_(to_(cart|wishlist)|payment_info|shipping_info)|remove_from_cart|begin_checkout|purchase|refund|generate_lead|sign_up|login|share)$/;

const tagged = (root: Element): Props[] =>
  [root, ...root.querySelectorAll('[data-footfall-item]')]
    .map((element) => element.getAttribute('data-footfall-item'))
    .filter((text): text is string => !!text)
    .map((text) => itemFrom(JSON.parse(text) as Props));

/**
 * Shop events from `window.dataLayer`, in GA4's shape
 * (https://developers.google.com/analytics/devguides/collection/ga4/ecommerce) and Universal
 * Analytics' (https://developers.google.com/analytics/devguides/collection/ua/gtm/enhanced-ecommerce),
 * and from elements: `data-footfall-view="purchase"` sends that event once when it is on the page,
 * with the items of `data-footfall-item` in it; a tagged click carries its element's item.
 */
const shop: Module = (_settings, methods, hooks, listen) => {
  const send = (name: unknown, props: Props): void => {
    if (!NAMES.test(name as string)) return;
    const items = props.items as Props[] | undefined;
    methods.track(name as string, {
      ...numbered(props),
      ...(Array.isArray(items) && { items: items.map(itemFrom) }),
    });
  };

  followDataLayer((entry) => {
    const [command, name, props] = argumentsOf(entry);
    if (command) {
      if (command == 'event') send(name, { ...(props as Props) });
      return;
    }
    const { event, ecommerce } = entry as { event?: unknown; ecommerce?: Props };
    const universal = ecommerce && universalEvent(ecommerce);
    if (universal) send(...universal);
    else if (ecommerce) send(event, ecommerce);
  });

  let clicked: { name: string | null; items: Props[] } | undefined;
  listen('click', ({ target }) => {
    const element = (target as Element).closest('[data-footfall-event][data-footfall-item]')!;
    clicked = { name: element.getAttribute('data-footfall-event'), items: tagged(element) };
  });
  hooks.push((event) => {
    if (event.name != clicked?.name || event.properties.items) return event;
    const { items } = clicked;
    clicked = undefined;
    return { ...event, properties: { ...event.properties, items } };
  });

  const shown = new WeakSet<Element>();
  const look = (): void =>
    document.querySelectorAll('[data-footfall-view]').forEach((element) => {
      if (shown.has(element)) return;
      shown.add(element);
      const props: Props = { items: tagged(element) };
      for (const { name, value } of element.attributes) {
        const [, key] = name.split('data-footfall-prop-');
        if (key) props[key] = value;
      }
      send(element.getAttribute('data-footfall-view'), props);
    });
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
  look();
};

export default shop;
