import type { Module } from '../api';
import type { Props } from '../types';
import { sha256 } from './sha256';

const trimmed = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');
const bare = (text: string): string => trimmed(text).replace(/[\p{P}\p{S}]/gu, '');
const unspaced = (text: string): string => bare(text).replace(/\s/g, '');

/**
 * How Meta (Conversions API, Customer Information Parameters) and Google (Enhanced Conversions,
 * Prepare data) write what is hashed.
 */
const FORMS: Record<string, (text: string) => string> = {
  email: trimmed,
  phone: (text) => text.replace(/\D/g, '').replace(/^0+/, ''),
  first_name: bare,
  last_name: bare,
  street: trimmed,
  city: unspaced,
  region: unspaced,
  postal_code: unspaced,
  country: unspaced,
};
const OTHER_NAMES: Record<string, string> = {
  phone_number: 'phone',
  zip: 'postal_code',
  state: 'region',
};
/** Google's enhanced conversions nest them. */
const NESTS = ['user_data', 'address'];
const EMAIL = /[\w.+-]+(@|%40)[\w-]+(\.[\w-]+)+/gi;
const ADDRESSES = ['url', 'referrer', 'link_url', 'form_destination'];

/**
 * Personal data is normalised and hashed before it leaves the browser; addresses lose e-mail
 * addresses and the query parameters that `scrub` names.
 */
const pii: Module = (settings, _methods, hooks) => {
  const scrubbed = (name: string, text: string): string =>
    (ADDRESSES.includes(name)
      ? ((settings.scrub as string[] | undefined) || []).reduce(
          (url, parameter) =>
            url.replace(
              new RegExp('([?&])' + parameter.replace(/\W/g, '\\$&') + '=[^&#]*', 'gi'),
              '$1' + parameter + '=',
            ),
          text,
        )
      : text
    ).replace(EMAIL, 'redacted');

  const hashed = (given: Props): Props => {
    const properties: Props = {};
    for (const [given_name, value] of Object.entries(given)) {
      const name = OTHER_NAMES[given_name] || given_name;
      const form = FORMS[name];
      if (NESTS.includes(name) && value && typeof value == 'object')
        Object.assign(properties, hashed(value as Props));
      else if (form && (typeof value == 'string' || typeof value == 'number')) {
        const text = form(value + '');
        if (text) properties[name + '_sha256'] = sha256(text);
      } else properties[name] = typeof value == 'string' ? scrubbed(name, value) : value;
    }
    return properties;
  };

  hooks.push((event) => ({ ...event, properties: hashed(event.properties) }));
};

export default pii;
