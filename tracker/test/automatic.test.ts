import { expect, it, vi } from 'vitest';
import { loadPage, setHidden, storageReads, useCleanPages, type Tracker } from './harness';

useCleanPages();

// Following links is not what is tried here.
document.addEventListener('click', (event) => event.preventDefault());

const click = (selector: string): void => {
  document
    .querySelector(selector)
    ?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
};

const after = async (
  html: string,
  act: () => void,
  config: Record<string, unknown> = {},
): Promise<Tracker> => {
  document.body.innerHTML = html;
  const tracker = await loadPage({ domains: ['example.com'], ...config });
  act();
  await vi.advanceTimersByTimeAsync(6000);
  return tracker;
};

const HTML = `
  <a id="out" href="https://other.example/x?y=1"><b>Over there</b></a>
  <a id="own" href="https://shop.example.com/">Shop</a>
  <a id="near" href="/inside">Inside</a>
  <a id="mail" href="mailto:a@b.example">Mail</a>
  <a id="file" href="/files/Report.PDF?v=2">Report</a>
  <button id="tagged" data-footfall-event="cta" data-footfall-prop-place="hero" data-footfall-prop-lead_value="40"><i>Go</i></button>
  <form id="f" name="contact" action="/send"><input name="id" value="secret"><input name="action"></form>`;

it('reports links that leave the site', async () => {
  const { events } = await after(HTML, () => {
    click('#out b');
    ['#own', '#near', '#mail'].forEach((link) => click(link));
  });
  expect(events('outbound_click')).toHaveLength(1);
  expect(events('outbound_click')[0]?.properties).toMatchObject({
    link_url: 'https://other.example/x?y=1',
    link_text: 'Over there',
  });
});

it('reports downloads as downloads', async () => {
  const { events } = await after(HTML, () => click('#file'));
  expect(events('file_download')).toMatchObject([
    { properties: { file_name: 'Report.PDF', file_extension: 'PDF' } },
  ]);
  expect(events('outbound_click')).toHaveLength(0);
});

it('reports tagged elements by their attributes', async () => {
  const { events } = await after(HTML, () => click('#tagged i'));
  expect(events('cta')).toMatchObject([{ properties: { place: 'hero', lead_value: 40 } }]);
});

it('reports a form’s beginning once and its sending, never a value', async () => {
  const { events } = await after(HTML, () => {
    const form = document.querySelector('form')!;
    form.querySelectorAll('input').forEach((input) => {
      input.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
    });
    form.dispatchEvent(new Event('submit', { bubbles: true }));
  });
  const described = { form_id: 'f', form_name: 'contact', form_destination: '/send' };
  expect(events('form_start')).toMatchObject([{ properties: described }]);
  expect(events('form_submit')).toMatchObject([{ properties: described }]);
  expect(JSON.stringify(events())).not.toContain('secret');
});

it('sends a tagged form’s own event, not on a click inside', async () => {
  const { events } = await after(
    '<form data-footfall-event="generate_lead" data-footfall-prop-lead_type="demo"><b>x</b></form>',
    () => {
      click('b');
      document.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true }));
    },
  );
  expect(events('generate_lead')).toMatchObject([{ properties: { lead_type: 'demo' } }]);
});

it.each([
  [{ trackOutbound: false }, '#out', 'outbound_click'],
  [{ outbound_click: false }, '#out', 'outbound_click'],
  [{ file_download: 'false' }, '#file', 'file_download'],
])('is switched off by %j', async (config, link, name) => {
  const { events } = await after(HTML, () => click(link), config);
  expect(events(name)).toHaveLength(0);
});

it('reports active time at ten seconds, then the rest when hidden', async () => {
  const { events } = await loadPage();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(events('user_engagement')).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(8_000);
  expect(events('user_engagement')).toHaveLength(1);
  setHidden(true);
  const reports = events('user_engagement').map(({ properties }) => properties);
  expect(reports).toHaveLength(2);
  expect(reports[0]?.engagement_time_msec).toBeGreaterThanOrEqual(10_000);
  const total = reports.reduce((sum, one) => sum + Number(one.engagement_time_msec), 0);
  expect(total).toBeGreaterThan(16_900);
  expect(total).toBeLessThan(17_100);
  expect(reports[1]).toMatchObject({ time_on_page_sec: 17, page_view_number: 1 });
});

it('does not count time in the background', async () => {
  const { events } = await loadPage();
  await vi.advanceTimersByTimeAsync(2_000);
  setHidden(true);
  await vi.advanceTimersByTimeAsync(60_000);
  setHidden(false);
  await vi.advanceTimersByTimeAsync(3_000);
  setHidden(true);
  const times = events('user_engagement').map(({ properties }) =>
    Math.round(Number(properties.engagement_time_msec) / 1000),
  );
  expect(times).toEqual([2, 3]);
});

it('gives active time to the page on which it was spent', async () => {
  const { events } = await loadPage({}, { path: '/a' });
  await vi.advanceTimersByTimeAsync(4_000);
  history.pushState(null, '', '/b');
  await vi.advanceTimersByTimeAsync(6_000);
  expect(events('user_engagement')).toMatchObject([
    { properties: { url: location.origin + '/a', page_view_number: 1 } },
  ]);
});

it.each([
  ['/a.pdf', 'pdf'],
  ['/a.tar.gz', 'gz'],
  ['/a.DOCX', 'DOCX'],
  ['/a.html', undefined],
  ['/a', undefined],
  ['/pdf', undefined],
  ['/a.pdf/b', undefined],
])('%s is a file of type %s', async (path, expected) => {
  const { events } = await after(`<a href="${path}">x</a>`, () => click('a'));
  expect(events('file_download').map(({ properties }) => properties.file_extension)).toEqual(
    expected ? [expected] : [],
  );
});

it('touches no storage while a click is handled', async () => {
  document.body.innerHTML = HTML;
  const { events } = await loadPage();
  await vi.advanceTimersByTimeAsync(6000);
  const reads = await storageReads(() =>
    ['#out', '#file', '#tagged'].forEach((place) => click(place)),
  );
  expect(reads).toBe(0);
  await vi.advanceTimersByTimeAsync(6000);
  expect(events('cta')).toHaveLength(1);
});

it('does not count right clicks', async () => {
  const { events } = await after(HTML, () => {
    const event = new MouseEvent('auxclick', { bubbles: true, button: 2 });
    document.querySelector('#out')?.dispatchEvent(event);
  });
  expect(events('outbound_click')).toHaveLength(0);
});

const scrollTo = async (target: EventTarget, bottom: number): Promise<void> => {
  Object.defineProperty(document.documentElement, 'scrollHeight', {
    value: 4000,
    configurable: true,
  });
  Object.defineProperty(window, 'scrollY', {
    value: bottom - innerHeight,
    configurable: true,
  });
  target.dispatchEvent(new Event('scroll', { bubbles: true }));
  await vi.advanceTimersByTimeAsync(6000);
};
const depths = ({ events }: Tracker): unknown[] =>
  events('scroll').map(({ properties }) => properties.scroll_depth_percent);

it('reports each scroll depth once, and none before the visitor has scrolled', async () => {
  const tracker = await loadPage();
  await vi.advanceTimersByTimeAsync(6000);
  expect(depths(tracker)).toEqual([]);
  await scrollTo(document, 2100);
  await scrollTo(document, 1000);
  expect(depths(tracker)).toEqual([25, 50]);
  await scrollTo(document, 4000);
  expect(depths(tracker)).toEqual([25, 50, 75, 90, 100]);
});

it('counts how far the page was scrolled before the script began', async () => {
  await scrollTo(document, 2100);
  const tracker = await loadPage();
  await vi.advanceTimersByTimeAsync(6000);
  expect(depths(tracker)).toEqual([25, 50]);
});

it('does not take a box that scrolls for the page', async () => {
  document.body.innerHTML = '<div></div>';
  const tracker = await loadPage();
  await scrollTo(document.querySelector('div')!, 4000);
  expect(depths(tracker)).toEqual([]);
});

it.each([{ trackScroll: 'false' }, { scroll: false }])(
  'does not follow scrolling with %j',
  async (config) => {
    const tracker = await loadPage(config);
    await scrollTo(document, 4000);
    expect(depths(tracker)).toEqual([]);
  },
);

it.each([
  { file_download: false },
  { form_start: false },
  { form_submit: 'false' },
  { cta: false },
])('sends no event that %j switches off', async (config) => {
  const [name] = Object.keys(config);
  const { events } = await after(
    HTML,
    () => {
      ['#file', '#tagged'].forEach((place) => click(place));
      const form = document.querySelector('form')!;
      form.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
      form.dispatchEvent(new Event('submit', { bubbles: true }));
    },
    config,
  );
  const sent = ['page_view', 'file_download', 'cta', 'form_start', 'form_submit'];
  expect(events().map((event) => event.name)).toEqual(sent.filter((one) => one !== name));
});
