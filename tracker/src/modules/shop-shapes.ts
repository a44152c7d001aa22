import type { Props } from '../types';

const NUMBERS = ['value', 'tax', 'shipping', 'price', 'quantity', 'index', 'lead_value'];

/** Amounts are often written as text: `"1,299.00"` is none, `"12.50"` is. */
export const numbered = (props: Props): Props => {
  const made = { ...props };
  for (const name of NUMBERS) {
    const value = made[name];
    if (typeof value == 'string' && value.trim() && !isNaN(+value)) made[name] = +value;
  }
  return made;
};

const RENAMED: Record<string, string> = {
  id: 'item_id',
  name: 'item_name',
  brand: 'item_brand',
  variant: 'item_variant',
  position: 'index',
  list: 'item_list_name',
};

/** An item in GA4's names, from those or Universal Analytics'. */
export const itemFrom = (given: Props): Props => {
  const item: Props = {};
  for (const [name, value] of Object.entries(given)) item[RENAMED[name] || name] = value;
  if (typeof given.category == 'string') {
    delete item.category;
    given.category.split('/').forEach((category, index) => {
      item['item_category' + (index ? index + 1 : '')] = category;
    });
  }
  return numbered(item);
};

interface Action {
  actionField?: Props;
  products?: Props[];
  promotions?: Props[];
}

const ACTIONS: Record<string, string> = {
  detail: 'view_item',
  click: 'select_item',
  add: 'add_to_cart',
  remove: 'remove_from_cart',
  checkout: 'begin_checkout',
  purchase: 'purchase',
  refund: 'refund',
  promoView: 'view_promotion',
  promoClick: 'select_promotion',
};

const FIELDS: Record<string, string> = {
  id: 'transaction_id',
  revenue: 'value',
  list: 'item_list_name',
  option: 'payment_method',
};

/** The event that a Universal Analytics object means; nothing where it is of another shape. */
export const universalEvent = (ecommerce: Props): [name: string, props: Props] | undefined => {
  const currency = ecommerce.currencyCode;
  if (Array.isArray(ecommerce.impressions))
    return ['view_item_list', { currency, items: ecommerce.impressions }];
  const name = Object.keys(ACTIONS).find((action) => ecommerce[action]);
  if (!name) return undefined;
  const { actionField, products, promotions } = ecommerce[name] as Action;
  const props: Props = { currency, items: products || promotions || [] };
  for (const [field, value] of Object.entries(actionField || {}))
    props[FIELDS[field] || field] = value;
  return [ACTIONS[name]!, props];
};
