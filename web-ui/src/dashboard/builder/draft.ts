import { isGroup, type Condition, type Filter, type Group } from '../filters';

/** Where a filter stands in a tree: the indexes on the way to it. */
export type Path = readonly number[];

export const emptyCondition = (): Condition => ({ dimension: 'PAGE', op: 'IS', values: [] });
export const emptyGroup = (): Group => ({ join: 'or', filters: [emptyCondition()] });

/** The list with what stands at the path replaced, or gone where there is nothing in its place. */
export const replaced = (filters: readonly Filter[], path: Path, next: Filter | null): Filter[] => {
  const [index, ...rest] = path;
  return filters.flatMap((filter, place) => {
    if (place !== index) return [filter];
    if (!rest.length) return next ? [next] : [];
    if (!isGroup(filter)) return [filter];
    const inner = replaced(filter.filters, rest, next);
    return inner.length ? [{ ...filter, filters: inner }] : [];
  });
};

export const added = (filters: readonly Filter[], path: Path, next: Filter): Filter[] => {
  const [index, ...rest] = path;
  if (index === undefined) return [...filters, next];
  return filters.map((filter, place) =>
    place === index && isGroup(filter)
      ? { ...filter, filters: added(filter.filters, rest, next) }
      : filter,
  );
};

/** Without what nobody has filled in. */
export const pruned = (
  filters: readonly Filter[],
  isComplete: (filter: Condition) => boolean,
): Filter[] =>
  filters.flatMap((filter): Filter[] => {
    if (!isGroup(filter)) return isComplete(filter) ? [filter] : [];
    const inner = pruned(filter.filters, isComplete);
    return inner.length ? [{ ...filter, filters: inner }] : [];
  });
