import type { Module } from '../api';

const LINES_MAX = 50;

/** Shows in a corner of the page what is sent, for `?footfall_debug`. */
const debug: Module = (settings, methods, hooks, _listen, mayStore) => {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const head = document.createElement('b');
  const list = document.createElement('div');
  // Set by script and not in markup, which strict policies let pass.
  host.style.cssText =
    'position:fixed;bottom:8px;right:8px;width:340px;max-height:45vh;overflow:auto;z-index:2147483647;' +
    'font:12px/1.4 monospace;background:#fff;color:#111;border:1px solid #888;padding:8px';
  head.textContent = `Footfall ${__VERSION__} · ${settings.site}`;
  root.append(head, list);
  document.body.append(host);

  const write = (text: string, detail?: unknown): void => {
    const line = document.createElement('div');
    line.textContent = text;
    line.title = detail ? JSON.stringify(detail, null, 1) : '';
    list.prepend(line);
    list.children[LINES_MAX]?.remove();
  };
  write(mayStore() ? `visitor ${methods.getVisitorId()}` : 'nothing is stored on this device');
  hooks.push((event) => {
    write(`${new Date(event.timestamp).toLocaleTimeString()} ${event.name}`, event.properties);
    return event;
  });
};

export default debug;
