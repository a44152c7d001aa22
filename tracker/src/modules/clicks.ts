import type { Module } from '../api';

const TEXT_CHARS_MAX = 100;
const DEPTH_MAX = 4;

const selectorOf = (start: Element): string => {
  const steps: string[] = [];
  let element: Element | null = start;
  while (element && steps.length < DEPTH_MAX && element != document.body) {
    const { id, classList } = element;
    const tag = element.tagName.toLowerCase();
    const step = id ? '#' + id : [tag, ...classList].slice(0, 2).join('.');
    steps.unshift(step);
    if (id) break;
    element = element.parentElement;
  }
  return steps.join(' > ');
};

/** `click` for every link and button, with where it is and what is written on it, never a value. */
const clicks: Module = (_settings, methods, _hooks, listen) =>
  listen('click', ({ target }) => {
    const element = (target as Element).closest(
      'a[href],button,summary,[role=button],[type=submit],[type=button]',
    )!;
    methods.track('click', {
      element: selectorOf(element),
      link_text: (element.getAttribute('aria-label') || element.textContent)
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, TEXT_CHARS_MAX),
      link_url: (element as Partial<HTMLAnchorElement>).href,
    });
  });

export default clicks;
