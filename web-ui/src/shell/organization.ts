import { useSyncExternalStore } from 'react';
import { OrganizationsDocument, type OrganizationsQuery } from '../api/session.generated';
import { useQuery } from '../api/useQuery';
import { mayIn, type Right } from '../auth/rights';
import { useSession } from '../auth/session';

export type Organization = OrganizationsQuery['organizations']['edges'][number]['node'];

const STORED = 'footfall.organization';
const FIRST = 200;
const listeners = new Set<() => void>();

const chosen = (): string | null => localStorage.getItem(STORED);

export const chooseOrganization = (id: string): void => {
  localStorage.setItem(STORED, id);
  listeners.forEach((listener) => listener());
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export interface Organizations {
  all: Organization[];
  /** The one that the pages are about. */
  current: Organization | undefined;
  settled: boolean;
}

export const useOrganizations = (): Organizations => {
  const wanted = useSyncExternalStore(subscribe, chosen);
  const answer = useQuery(OrganizationsDocument, { first: FIRST });
  const all = (answer.data?.organizations.edges ?? []).map(({ node }) => node);
  const current = all.find(({ id }) => id === wanted) ?? all[0];
  return { all, current, settled: answer.status !== 'loading' || !!answer.data };
};

/** Whether the present user may do that in the present organization. */
export const useMay = (organizationId: string | undefined): ((right: Right) => boolean) => {
  const session = useSession();
  return (right) => mayIn(session, organizationId, right);
};
