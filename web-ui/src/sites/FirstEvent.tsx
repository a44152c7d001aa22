import type { ReactElement } from 'react';
import type { SiteQuery } from '../api/generated';
import { CopyBox } from '../ui/CopyBox';
import { LiveDot } from '../ui/LivePill';

type Site = NonNullable<SiteQuery['site']>;

/** Shown until a browser has sent anything. */
export function FirstEvent({ site }: { site: Pick<Site, 'domains' | 'snippet'> }): ReactElement {
  return (
    <section className="card grid grid-cols-1 gap-3 p-5 sm:p-6" aria-label="Installation">
      <h2 className="text-[17px] font-semibold tracking-[-0.01em]">
        One line, then the first visitor
      </h2>
      <p className="max-w-prose text-soft">
        Put this into the head of every page of {site.domains[0] ?? 'the site'}.
      </p>
      <CopyBox text={site.snippet} label="the snippet" />
      <p className="flex items-center gap-2.5 text-soft" role="status">
        <LiveDot active />
        Waiting for the first event. This page fills by itself.
      </p>
    </section>
  );
}
