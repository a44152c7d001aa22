import type { Module } from '../api';

/** Forms that the site's settings name, by id or name, are leads when they are sent: `generate_lead`. */
const leads: Module = ({ leads: named }, methods, _hooks, listen) => {
  listen('submit', ({ target }) => {
    const form = target as Element;
    const form_id = form.getAttribute('id');
    const form_name = form.getAttribute('name');
    for (const [name, lead_type, lead_value] of named as [string, string?, number?][])
      if (name == form_id || name == form_name)
        methods.track('generate_lead', {
          form_id,
          form_name,
          form_destination: form.getAttribute('action'),
          lead_type,
          lead_value,
        });
  });
};

export default leads;
