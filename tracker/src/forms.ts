import { listen } from './guard';
import { trackTagged } from './tagged';
import { track } from './track';
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
    const form = (target as Element).closest('form')!;
    if (begun.has(form)) return;
    begun.add(form);
    track('form_start', describe(form));
  });
  listen('submit', ({ target }) => {
    const form = target as Element;
    const props = describe(form);
    track('form_submit', props);
    trackTagged(form, props);
  });
};
