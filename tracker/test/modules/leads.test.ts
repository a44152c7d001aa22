import { expect, it, vi } from 'vitest';
import leads from '../../src/modules/leads';
import { loadPage, useCleanPages } from '../harness';

useCleanPages();

it('tells a lead of a form that the settings name, with what it is worth', async () => {
  document.body.innerHTML = `<form id="contact" action="/thanks"></form>
    <form name="demo"></form><form id="search"></form>`;
  const settings = { leads: [['contact', 'contact', 40], ['demo']] };
  const { events } = await loadPage(settings, { modules: [leads] });
  document
    .querySelectorAll('form')
    .forEach((form) => form.dispatchEvent(new Event('submit', { bubbles: true })));
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('form_submit')).toHaveLength(3);
  const told = events('generate_lead').map(({ properties }) => properties);
  expect(told).toHaveLength(2);
  expect(told[0]).toMatchObject({
    form_id: 'contact',
    form_destination: '/thanks',
    lead_type: 'contact',
    lead_value: 40,
  });
  expect(told[1]).toMatchObject({ form_name: 'demo' });
  expect(told[1]).not.toHaveProperty('lead_value');
});
