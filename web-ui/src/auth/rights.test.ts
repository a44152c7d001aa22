import { describe, expect, it } from 'vitest';
import { mayIn, roleAllows, type Right } from './rights';
import { safePath } from './return-path';
import type { Session, User } from './session';

const RIGHTS: Right[] = ['read', 'configure', 'administer', 'govern', 'own'];

describe('rights', () => {
  it.each([
    ['VIEWER', 'read'],
    ['MANAGER', 'read configure'],
    ['ADMIN', 'read configure administer govern'],
    ['OWNER', 'read configure administer govern own'],
  ] as const)('of a %s are %s', (role, allowed) => {
    expect(RIGHTS.filter((right) => roleAllows(role, right)).join(' ')).toBe(allowed);
  });

  const user = (more: Partial<User>): Session => ({
    kind: 'user',
    user: { superAdmin: false, memberships: [], ...more } as unknown as User,
  });

  it('hold in their organization only', () => {
    const session = user({ memberships: [{ organizationId: 'a', role: 'ADMIN', siteIds: null }] });
    expect(mayIn(session, 'a', 'govern')).toBe(true);
    expect(mayIn(session, 'b', 'read')).toBe(false);
    expect(mayIn(session, undefined, 'read')).toBe(false);
  });

  it('of super admins hold everywhere, of keys never over people', () => {
    expect(mayIn(user({ superAdmin: true }), 'b', 'own')).toBe(true);
    expect(RIGHTS.filter((right) => mayIn({ kind: 'key' }, 'a', right))).toEqual([
      'read',
      'configure',
      'administer',
    ]);
    expect(mayIn({ kind: 'signed-out' }, 'a', 'read')).toBe(false);
  });
});

describe('safePath', () => {
  it.each([
    ['/sites/a?range=TODAY', '/sites/a?range=TODAY'],
    ['//evil.example', undefined],
    ['/\\evil.example', undefined],
    ['https://evil.example', undefined],
    ['javascript:alert(1)', undefined],
    [undefined, undefined],
  ])('%s', (next, path) => {
    expect(safePath(next)).toBe(path);
  });
});
