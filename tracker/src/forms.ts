import { listen } from './guard';
import { track } from './track';
import { trackTagged } from './tagged';

const begun = new WeakSet<Element>();

export const watchForms = (): void =>
  listen('focusin submit', ({ type, target }) => {
    const form = (target as Element).closest('form')!;
    // Attributes, not properties: a field named `id` or `action` would hide them. Never a value.
    const props = {
      form_name: form.getAttribute('name'),
      form_destination: form.getAttribute('action'),
      form_id: form.getAttribute('id'),
    };
    if (type == 'submit') {
      track('form_submit', props);
      trackTagged(form, props);
    } else if (!begun.has(form)) {
      begun.add(form);
      track('form_start', props);
    }
  });
