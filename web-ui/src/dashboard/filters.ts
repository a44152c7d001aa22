import type { Dimension, FilterInput } from '../api/generated';
import { nameOf } from '../lib/names';

/** One chip: the dimension is the value; null stands for "(not set)". */
export interface Filter {
  dimension: Dimension;
  value: string | null;
}

export const FILTERABLE: readonly { dimension: Dimension; label: string }[] = [
  { dimension: 'PAGE', label: 'Page' },
  { dimension: 'ENTRY_PAGE', label: 'Entry page' },
  { dimension: 'EXIT_PAGE', label: 'Exit page' },
  { dimension: 'SOURCE', label: 'Source' },
  { dimension: 'MEDIUM', label: 'Medium' },
  { dimension: 'CHANNEL', label: 'Channel' },
  { dimension: 'CAMPAIGN', label: 'Campaign' },
  { dimension: 'REFERRER', label: 'Referrer' },
  { dimension: 'COUNTRY', label: 'Country' },
  { dimension: 'DEVICE', label: 'Device' },
  { dimension: 'BROWSER', label: 'Browser' },
  { dimension: 'OS', label: 'Operating system' },
  { dimension: 'EVENT', label: 'Event' },
];

export const dimensionLabel = (dimension: Dimension): string =>
  FILTERABLE.find((entry) => entry.dimension === dimension)?.label ?? dimension;

export const filterText = ({ dimension, value }: Filter): string =>
  `${dimensionLabel(dimension)} is ${nameOf(dimension, value)}`;

export const toFilterInputs = (filters: readonly Filter[]): FilterInput[] =>
  filters.map(({ dimension, value }) =>
    value === null ? { dimension, op: 'IS_NOT_SET' } : { dimension, op: 'IS', values: [value] },
  );

/** `PAGE:/pricing`; without a colon the value is not set. */
export const serialiseFilter = ({ dimension, value }: Filter): string =>
  value === null ? dimension : `${dimension}:${value}`;

export const parseFilter = (text: string): Filter | undefined => {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const known = FILTERABLE.find(({ dimension }) => dimension === name);
  return known && { dimension: known.dimension, value: colon < 0 ? null : text.slice(colon + 1) };
};

const same = (left: Filter, right: Filter): boolean =>
  left.dimension === right.dimension && left.value === right.value;

/** A value of a dimension replaces the one before it. */
export const withFilter = (filters: readonly Filter[], added: Filter): Filter[] => [
  ...filters.filter((filter) => filter.dimension !== added.dimension),
  added,
];

export const withoutFilter = (filters: readonly Filter[], removed: Filter): Filter[] =>
  filters.filter((filter) => !same(filter, removed));
