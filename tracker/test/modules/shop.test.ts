import { afterEach, expect, it, vi } from 'vitest';
import params from '../../src/modules/params';
import shop from '../../src/modules/shop';
import type { Props, TrackedEvent } from '../../src/types';
import { gtag, loadPage, useCleanPages } from '../harness';

useCleanPages();
afterEach(() => {
  delete window.dataLayer;
});

const push = (entry: unknown): unknown => (window.dataLayer ||= []).push(entry);

const sentBy = async (
  before: () => void,
  after: () => void = () => undefined,
): Promise<TrackedEvent[]> => {
  before();
  const { events } = await loadPage({}, { modules: [shop] });
  after();
  await vi.advanceTimersByTimeAsync(6000);
  return events().filter(({ name }) => name !== 'page_view');
};

const purchase = {
  transaction_id: 'T1',
  value: '25.50',
  tax: 2,
  currency: 'EUR',
  items: [{ item_id: 'a', item_name: 'Shoe', price: '12.75', quantity: '2', index: 0 }],
};
const expected = {
  name: 'purchase',
  properties: {
    transaction_id: 'T1',
    value: 25.5,
    tax: 2,
    currency: 'EUR',
    items: [{ item_id: 'a', item_name: 'Shoe', price: 12.75, quantity: 2, index: 0 }],
  },
};

it.each<[string, () => void]>([
  ['GA4 in a data layer', () => push({ event: 'purchase', ecommerce: purchase })],
  ['GA4 by gtag', () => gtag('event', 'purchase', purchase)],
])('%s, pushed before and after load', async (_, act) => {
  expect(await sentBy(act)).toMatchObject([expected]);
  delete window.dataLayer;
  expect(await sentBy(() => undefined, act)).toMatchObject([expected]);
});

const product = {
  id: 'a',
  name: 'Shoe',
  brand: 'B',
  category: 'Shoes/Running',
  variant: 'red',
  price: '10',
  quantity: 2,
  position: 3,
};
const item = {
  item_id: 'a',
  item_name: 'Shoe',
  item_brand: 'B',
  item_category: 'Shoes',
  item_category2: 'Running',
  item_variant: 'red',
  price: 10,
  quantity: 2,
  index: 3,
};

it.each<[Props, string, Props]>([
  [{ detail: { products: [product] } }, 'view_item', { items: [item] }],
  [
    { currencyCode: 'EUR', add: { products: [product] } },
    'add_to_cart',
    { currency: 'EUR', items: [item] },
  ],
  [{ remove: { products: [product] } }, 'remove_from_cart', { items: [item] }],
  [
    { checkout: { actionField: { step: 1, option: 'Visa' }, products: [product] } },
    'begin_checkout',
    { payment_method: 'Visa' },
  ],
  [
    {
      purchase: {
        actionField: { id: 'T1', revenue: '35.43', tax: '4.90', shipping: '5', coupon: 'X' },
        products: [product],
      },
    },
    'purchase',
    { transaction_id: 'T1', value: 35.43, tax: 4.9, shipping: 5, coupon: 'X', items: [item] },
  ],
  [{ refund: { actionField: { id: 'T1' } } }, 'refund', { transaction_id: 'T1' }],
  [{ impressions: [product] }, 'view_item_list', { items: [item] }],
  [
    { click: { actionField: { list: 'Search' }, products: [product] } },
    'select_item',
    { item_list_name: 'Search' },
  ],
  [{ promoView: { promotions: [{ id: 'p' }] } }, 'view_promotion', { items: [{ item_id: 'p' }] }],
  [
    { promoClick: { promotions: [{ id: 'p' }] } },
    'select_promotion',
    { items: [{ item_id: 'p' }] },
  ],
])('Universal Analytics: %j is %s', async (ecommerce, name, properties) => {
  expect(await sentBy(() => push({ event: 'whatever', ecommerce }))).toMatchObject([
    { name, properties },
  ]);
});

it.each([
  ['gtm.js', () => push({ event: 'gtm.js', 'gtm.start': 1 })],
  ['an event of the page’s own', () => push({ event: 'menu_opened', ecommerce: {} })],
  ['a command', () => gtag('config', 'G-1')],
  ['rubbish', () => [null, 7, 'x', [], () => 1].forEach((entry) => push(entry))],
])('%s is not sent', async (_, act) => {
  expect(await sentBy(act)).toEqual([]);
});

it('keeps the data layer’s own push working', async () => {
  await loadPage({}, { modules: [shop] });
  expect(push({ a: 1 })).toBe(1);
  expect([...(window.dataLayer ?? [])]).toEqual([{ a: 1 }]);
});

it('reads items from tagged elements: on a click, and when they are shown', async () => {
  const found = await sentBy(
    () => {
      document.body.innerHTML = `
        <div data-footfall-view="purchase" data-footfall-prop-transaction_id="T9" data-footfall-prop-value="7.5">
          <i data-footfall-item='{"item_id":"a","price":"7.5"}'></i></div>
        <button data-footfall-event="add_to_cart" data-footfall-item='{"item_id":"b"}'>Add</button>
        <button data-footfall-event="wishlist">Later</button>`;
    },
    () => document.querySelectorAll('button').forEach((button) => button.click()),
  );
  expect(found).toMatchObject([
    {
      name: 'purchase',
      properties: { transaction_id: 'T9', value: 7.5, items: [{ item_id: 'a', price: 7.5 }] },
    },
    { name: 'add_to_cart', properties: { items: [{ item_id: 'b' }] } },
    { name: 'wishlist' },
  ]);
  expect(found[2]?.properties).not.toHaveProperty('items');
});

it('turns parameters and keys of the data layer into properties', async () => {
  push({ user: { plan: 'free' } });
  push({ user: { plan: 'pro' }, other: 1 });
  const { api, events } = await loadPage(
    {
      params: {
        q: { aff: 'affiliate', no: 'nothing' },
        d: { 'user.plan': 'plan', 'user.x.y': 'none' },
      },
    },
    { modules: [params], path: '/?aff=acme' },
  );
  api.track('e', { plan: 'own' });
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('page_view')[0]?.properties).toMatchObject({ affiliate: 'acme', plan: 'pro' });
  expect(events('page_view')[0]?.properties).not.toHaveProperty('nothing');
  expect(events('e')[0]?.properties).toMatchObject({ affiliate: 'acme', plan: 'own' });
});
