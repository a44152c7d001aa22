import { listen } from './guard';
import { trackTagged } from './tagged';
import { auto } from './track';
import type { Props } from './types';

const begun = new WeakSet<Element>();

/** Attributes, not properties: a field named `id` or `action` would hide them. Never a value. */
const describe = (form: Element): Props => ({
  form_id: form.getAttribute('id'),
  form_name: form.getAttribute('name'),
  form_destination: form.getAttribute('action'),
});

export const watchForms = (): void => {
  listen('focusin', ({ target }) => {
    const form = (target as Element).closest('form');
    if (!form || begun.has(form)) return;
    begun.add(form);
    auto('form_start', describe(form));
  });
  listen('submit', ({ target }) => {
    const form = target as Element;
    const props = describe(form);
    auto('form_submit', props);
    trackTagged(form, props);
  });
};
