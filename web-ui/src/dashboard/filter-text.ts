import { textsNow } from '../i18n/catalogue';
import { FILTER_TEXTS } from '../i18n/filters';
import { nameOf } from '../lib/names';
import { dimensionLabel } from './dimensions';
import { isGroup, takesValues, type Condition, type Filter } from './filters';

const VALUES_SHOWN = 3;

export const subjectText = ({ dimension, key }: Pick<Condition, 'dimension' | 'key'>): string =>
  dimension === 'PROPERTY' && key ? key : dimensionLabel(dimension);

export const opText = ({ op, scope }: Pick<Condition, 'op' | 'scope'>): string => {
  const t = textsNow(FILTER_TEXTS);
  return scope === 'SESSION' ? `${t.ops[op]} ${t.inVisit}` : t.ops[op];
};

export const valuesText = ({ dimension, values }: Condition): string => {
  const t = textsNow(FILTER_TEXTS);
  const names = values.map((value) => nameOf(dimension, value));
  const rest = names.length - VALUES_SHOWN;
  return rest > 0
    ? t.orMore(names.slice(0, VALUES_SHOWN).join(', '), rest)
    : names.join(` ${t.joins.or} `);
};

/** A filter in words. */
export const filterText = (filter: Filter): string => {
  if (!isGroup(filter))
    return [
      subjectText(filter),
      opText(filter),
      ...(takesValues(filter.op) ? [valuesText(filter)] : []),
    ].join(' ');
  const { joins } = textsNow(FILTER_TEXTS);
  const parts = filter.filters.map((one) =>
    isGroup(one) && one.filters.length > 1 ? `(${filterText(one)})` : filterText(one),
  );
  return filter.join === 'not'
    ? `${joins.not} (${parts.join(` ${joins.or} `)})`
    : parts.join(` ${joins[filter.join]} `);
};
