import { expect, it } from 'vitest';
import { differences } from './useDraft';

it('tells what was changed from what was changed back', () => {
  const saved = { name: 'a', domains: ['x'], days: 3 };
  expect(differences(saved, { name: 'a', domains: ['x'] })).toEqual({});
  expect(differences(saved, { name: 'b', domains: ['x', 'y'] })).toEqual({
    name: 'b',
    domains: ['x', 'y'],
  });
});
