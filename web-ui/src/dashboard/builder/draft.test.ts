import { expect, it } from 'vitest';
import { isComplete, valueFilter, type Filter } from '../filters';
import { added, emptyCondition, emptyGroup, pruned, replaced } from './draft';

const a = valueFilter('PAGE', '/a');
const b = valueFilter('COUNTRY', 'DE');
const tree: Filter[] = [a, { join: 'or', filters: [b, { join: 'not', filters: [a] }] }];

it('replaces and removes at any depth', () => {
  expect(replaced(tree, [0], b)).toEqual([b, tree[1]]);
  expect(replaced(tree, [1, 1, 0], b)).toEqual([
    a,
    { join: 'or', filters: [b, { join: 'not', filters: [b] }] },
  ]);
});

it('takes a group away with its last member', () => {
  expect(replaced(tree, [1, 1, 0], null)).toEqual([a, { join: 'or', filters: [b] }]);
  expect(replaced([{ join: 'not', filters: [a] }], [0, 0], null)).toEqual([]);
});

it('adds to the list or to a group', () => {
  expect(added(tree, [], b)).toHaveLength(3);
  expect(added(tree, [1, 1], b)[1]).toEqual({
    join: 'or',
    filters: [b, { join: 'not', filters: [a, b] }],
  });
});

it('drops what is not filled in', () => {
  expect(pruned([emptyCondition(), a, emptyGroup()], isComplete)).toEqual([a]);
});
