import type { Dimension, FilterInput, FilterOp, FilterScope } from '../api/generated';
import { isDimension } from './dimensions';

export interface Condition {
  dimension: Dimension;
  /** The property's name. */
  key?: string;
  op: FilterOp;
  values: string[];
  scope?: FilterScope;
}

export interface Group {
  join: 'and' | 'or' | 'not';
  filters: Filter[];
}

export type Filter = Condition | Group;

export const isGroup = (filter: Filter): filter is Group => 'join' in filter;

const WITHOUT_VALUES: readonly FilterOp[] = ['IS_SET', 'IS_NOT_SET'];
export const OPS = [
  'IS',
  'IS_NOT',
  'CONTAINS',
  'NOT_CONTAINS',
  'STARTS_WITH',
  'ENDS_WITH',
  'MATCHES',
  'NOT_MATCHES',
  'IS_SET',
  'IS_NOT_SET',
  'GREATER',
  'LESS',
] as const satisfies readonly FilterOp[];

const isOp = (text: unknown): text is FilterOp => OPS.some((op) => op === text);
export const takesValues = (op: FilterOp): boolean => !WITHOUT_VALUES.includes(op);

/** One value of a dimension; null is not set. */
export const valueFilter = (
  dimension: Dimension,
  value: string | null,
  key?: string | null,
): Condition => ({
  dimension,
  ...(key != null && { key }),
  op: value === null ? 'IS_NOT_SET' : 'IS',
  values: value === null ? [] : [value],
});

export const isComplete = (filter: Filter): boolean =>
  isGroup(filter)
    ? filter.filters.length > 0 && filter.filters.every(isComplete)
    : (!takesValues(filter.op) || filter.values.length > 0) &&
      (filter.dimension !== 'PROPERTY' || !!filter.key);

export const toFilterInput = (filter: Filter): FilterInput => {
  if (!isGroup(filter)) {
    const { dimension, key, op, values, scope } = filter;
    return {
      dimension,
      ...(key !== undefined && { key }),
      op,
      ...(takesValues(op) && { values }),
      ...(scope && { scope }),
    };
  }
  const inputs = filter.filters.map(toFilterInput);
  switch (filter.join) {
    case 'and':
      return { and: inputs };
    case 'or':
      return { or: inputs };
    case 'not':
      return { not: inputs.length === 1 ? inputs[0]! : { or: inputs } };
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fromList = (value: unknown): Filter[] | undefined => {
  if (!Array.isArray(value)) return undefined;
  const filters = value.map(fromFilterInput);
  return filters.every((one) => one !== undefined) ? filters : undefined;
};

/** Reads what `toFilterInput` writes, from an address or a saved segment; undefined for anything else. */
export const fromFilterInput = (input: unknown): Filter | undefined => {
  if (!isRecord(input)) return undefined;
  for (const join of ['and', 'or'] as const) {
    const filters = fromList(input[join]);
    if (filters) return { join, filters };
  }
  if (isRecord(input['not'])) {
    const inner = fromFilterInput(input['not']);
    if (!inner) return undefined;
    return {
      join: 'not',
      filters: isGroup(inner) && inner.join === 'or' ? inner.filters : [inner],
    };
  }
  const { dimension, key, op, values, scope } = input;
  if (typeof dimension !== 'string' || !isDimension(dimension) || !isOp(op)) return undefined;
  return {
    dimension,
    ...(typeof key === 'string' && { key }),
    op,
    values: Array.isArray(values) ? values.filter((one) => typeof one === 'string') : [],
    ...((scope === 'SESSION' || scope === 'EVENT') && { scope }),
  };
};

const escaped = (value: string): string => value.replace(/[\\|]/g, '\\$&');
/** At each bar that no backslash precedes. */
const splitValues = (text: string): string[] =>
  [...text.matchAll(/(?:^|\|)((?:\\[^]|[^\\|])*)/g)].map(([, value = '']) =>
    value.replace(/\\([^])/g, '$1'),
  );

/**
 * `PAGE:/pricing`, `COUNTRY:DE|FR`, `PAGE~CONTAINS:/blog`, `PROPERTY.plan~IS_SET`, `EVENT~IS_NOT@SESSION:purchase`;
 * without operator and value, not set. Groups are JSON.
 */
export const serialiseFilter = (filter: Filter): string => {
  if (isGroup(filter)) return JSON.stringify(toFilterInput(filter));
  const { dimension, key, op, values, scope } = filter;
  if (op === 'IS_NOT_SET' && !key && !scope) return dimension;
  const name =
    dimension + (key === undefined ? '' : '.' + encodeURIComponent(key).replaceAll('~', '%7E'));
  const operator = (op === 'IS' && !scope ? '' : '~' + op) + (scope ? '@' + scope : '');
  return name + operator + (takesValues(op) ? ':' + values.map(escaped).join('|') : '');
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const SERIALISED = /^([A-Z_]+)(?:\.([^~:]*))?(?:~([A-Z_]+)(?:@(SESSION|EVENT))?)?(?::([^]*))?$/;

export const parseFilter = (text: string): Filter | undefined => {
  if (text.startsWith('{'))
    try {
      return fromFilterInput(JSON.parse(text));
    } catch {
      return undefined;
    }
  const [, dimension, key, op, scope, values] = SERIALISED.exec(text) ?? [];
  if (!dimension) return undefined;
  return fromFilterInput({
    dimension,
    key: key === undefined ? undefined : decoded(key),
    op: op ?? (values === undefined ? 'IS_NOT_SET' : 'IS'),
    values: values === undefined ? [] : splitValues(values),
    scope,
  });
};

export const sameFilter = (left: Filter, right: Filter): boolean =>
  serialiseFilter(left) === serialiseFilter(right);

/** Where `filters` ask for one value of the dimension, that value; null is not set. */
export const chosenValue = (
  filters: readonly Filter[],
  dimension: Dimension,
): string | null | undefined => {
  for (const filter of filters) {
    if (isGroup(filter) || filter.dimension !== dimension) continue;
    if (filter.op === 'IS_NOT_SET') return null;
    if (filter.op === 'IS' && filter.values.length === 1) return filter.values[0]!;
  }
  return undefined;
};

/** A click on a value: puts it in place of the dimension's plain filter, or takes it away again. */
export const toggled = (filters: readonly Filter[], clicked: Condition): Filter[] => {
  const isPlain = (filter: Filter): boolean =>
    !isGroup(filter) &&
    filter.dimension === clicked.dimension &&
    filter.key === clicked.key &&
    (filter.op === 'IS' || filter.op === 'IS_NOT_SET');
  if (filters.some((filter) => sameFilter(filter, clicked)))
    return filters.filter((filter) => !sameFilter(filter, clicked));
  return [...filters.filter((filter) => !isPlain(filter)), clicked];
};
