import { listen } from './guard';
import { settings } from './settings';
import { trackTagged } from './tagged';
import { auto } from './track';
import type { Props } from './types';

const FILES =
  /\.(pdf|zip|t?gz|bz2|xz|7z|[rt]ar|docx?|xlsx?|pptx?|od[tsp]|csv|epub|mp[34]|m4a|avi|mov|mkv|webm|dmg|pkg|exe|msi|deb|rpm|apk|jar|iso)$/i;

export const fileExtension = (path: string): string | undefined => (FILES.exec(path) || '')[1];

export const isOwnHost = (host: string): boolean =>
  [location.hostname, ...settings.domains].some((own) => ('.' + host).endsWith('.' + own));

const onClick = (event: Event): void => {
  if ((event as MouseEvent).button > 1) return;
  const target = event.target as Element;
  trackTagged(target.closest('[data-footfall-event]:not(form)'));

  const link = target.closest<HTMLAnchorElement>('a[href]');
  if (!link) return;
  const props: Props = {
    link_url: link.href,
    link_text: link.textContent.trim(),
    link_domain: link.hostname,
  };
  const extension = fileExtension(link.pathname);
  if (extension) {
    props.file_name = link.pathname.split('/').pop();
    props.file_extension = extension;
    auto('file_download', props);
  } else if (link.hostname && !isOwnHost(link.hostname))
    // Addresses without a host are mailto, tel and the like.
    auto('outbound_click', props, 'trackOutbound');
};

export const watchClicks = (): void => {
  listen('click auxclick', onClick);
};
