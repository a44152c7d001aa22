import type { Role } from '../api/session.generated';
import type { Session } from './session';

/** As the server tells rights apart; it has the last word. */
export type Right = 'read' | 'configure' | 'administer' | 'govern' | 'own';

const LEAST: Record<Right, Role> = {
  read: 'VIEWER',
  configure: 'MANAGER',
  administer: 'ADMIN',
  govern: 'ADMIN',
  own: 'OWNER',
};
const RANK: readonly Role[] = ['VIEWER', 'MANAGER', 'ADMIN', 'OWNER'];

export const roleAllows = (role: Role, right: Right): boolean =>
  RANK.indexOf(role) >= RANK.indexOf(LEAST[right]);

export const roleIn = (session: Session, organizationId: string | undefined): Role | undefined =>
  session.kind === 'user'
    ? session.user.memberships.find((one) => one.organizationId === organizationId)?.role
    : undefined;

/** What a key's scope is, nobody tells the page: what scope admin could do is offered, people's affairs never. */
const KEY_MAY: readonly Right[] = ['read', 'configure', 'administer'];

export const mayIn = (
  session: Session,
  organizationId: string | undefined,
  right: Right,
): boolean => {
  if (session.kind === 'key') return KEY_MAY.includes(right);
  if (session.kind !== 'user') return false;
  if (session.user.superAdmin) return true;
  const role = roleIn(session, organizationId);
  return !!role && roleAllows(role, right);
};
