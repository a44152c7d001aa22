import { listen } from './guard';
import { trackTagged } from './tagged';
import { ownDomain } from './page';
import { isOn } from './settings';
import { track } from './track';

const FILES =
  /([^/]*\.(pdf|zip|t?gz|bz2|xz|7z|[rtj]ar|(doc|xls|ppt)x?|od[tsp]|csv|epub|mp[34]|avi|m(4a|ov|kv|si)|webm|dmg|pkg|exe|deb|rpm|apk|iso))$/i;

export const watchClicks = (): void => {
  // What throws where nothing is found ends there: see `listen`.
  listen('click', ({ target }) =>
    trackTagged((target as Element).closest('[data-footfall-event]:not(form)')!),
  );
  listen('click auxclick', ({ target, button }) => {
    const link = (target as Element).closest<HTMLAnchorElement>('a[href]')!;
    const [, file_name, file_extension] = FILES.exec(link.pathname) || [];
    const props = { link_url: link.href, link_text: link.textContent, file_extension, file_name };

    if (button > 1) return;
    if (file_name) track('file_download', props);
    // Addresses without a host are mailto, tel and the like.
    else if (link.hostname && !ownDomain(link.hostname) && isOn('trackOutbound'))
      track('outbound_click', props);
  });
};
