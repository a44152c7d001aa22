import { nameOf } from '../lib/names';
import { dimensionLabel } from './dimensions';
import { isGroup, OPS, takesValues, type Condition, type Filter } from './filters';

const VALUES_SHOWN = 3;

export const subjectText = ({ dimension, key }: Pick<Condition, 'dimension' | 'key'>): string =>
  dimension === 'PROPERTY' && key ? key : dimensionLabel(dimension);

export const opText = ({ op, scope }: Pick<Condition, 'op' | 'scope'>): string =>
  (OPS.find((one) => one.op === op)?.label ?? op) + (scope === 'SESSION' ? ' (in the visit)' : '');

export const valuesText = ({ dimension, values }: Condition): string => {
  const names = values.map((value) => nameOf(dimension, value));
  const rest = names.length - VALUES_SHOWN;
  return rest > 0
    ? `${names.slice(0, VALUES_SHOWN).join(', ')} or ${rest} more`
    : names.join(' or ');
};

/** A filter in words. */
export const filterText = (filter: Filter): string => {
  if (!isGroup(filter))
    return [
      subjectText(filter),
      opText(filter),
      ...(takesValues(filter.op) ? [valuesText(filter)] : []),
    ].join(' ');
  const parts = filter.filters.map((one) =>
    isGroup(one) && one.filters.length > 1 ? `(${filterText(one)})` : filterText(one),
  );
  return filter.join === 'not' ? `not (${parts.join(' or ')})` : parts.join(` ${filter.join} `);
};
