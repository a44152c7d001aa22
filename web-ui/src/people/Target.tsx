import type { ReactElement } from 'react';
import { SiteNamesDocument } from '../api/people.generated';
import { useQuery } from '../api/useQuery';

/** What an entry of the log is about: sites by name, all else as it is noted. */
export function Target({
  action,
  target,
}: {
  action: string;
  target: string | null | undefined;
}): ReactElement {
  const isSite = action.startsWith('site.') || action === 'visitor.erase';
  const sites = useQuery(SiteNamesDocument, { first: 500 }, { paused: !isSite });
  const site = isSite
    ? sites.data?.sites.edges.find(({ node }) => node.id === target)?.node
    : undefined;
  if (!target) return <span className="text-faint">–</span>;
  if (site) return <span>{site.name}</span>;
  return <span className="font-mono text-[12px] break-all text-soft">{target}</span>;
}
