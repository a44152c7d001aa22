import type { ReactElement } from 'react';
import type { Dimension, FilterOp } from '../../api/generated';
import { Close } from '../../ui/icons';
import { DIMENSIONS, groupLabel, GROUPS, isEventScope } from '../dimensions';
import { OPS, takesValues, type Condition } from '../filters';
import type { Dashboard } from '../useDashboard';
import { usePropertyKeys } from '../usePropertyKeys';
import { ValuesInput } from './ValuesInput';
import { useTexts } from '../../i18n/catalogue';
import { FILTER_TEXTS } from '../../i18n/filters';

interface ConditionRowProps {
  dashboard: Dashboard;
  condition: Condition;
  autoFocus: boolean;
  onChange: (next: Condition | null) => void;
}

const SELECT = 'control h-9 min-w-0 flex-1 px-2 text-[13.5px]';

export function ConditionRow({
  dashboard,
  condition,
  autoFocus,
  onChange,
}: ConditionRowProps): ReactElement {
  const t = useTexts(FILTER_TEXTS);
  const { dimension, op, key, scope } = condition;
  const isProperty = dimension === 'PROPERTY';
  const chooseDimension = (next: Dimension): void =>
    onChange({ dimension: next, op, values: [], ...(scope && isEventScope(next) && { scope }) });

  return (
    <div
      className="grid grid-cols-1 gap-2 rounded-xl border border-line bg-surface p-2.5"
      role="group"
      aria-label={t.condition}
    >
      <div className="flex flex-wrap gap-2">
        <select
          aria-label={t.by}
          className={SELECT}
          value={dimension}
          onChange={(event) => chooseDimension(event.target.value as Dimension)}
        >
          {GROUPS.map((group) => (
            <optgroup key={group} label={groupLabel(group)}>
              {DIMENSIONS.filter((one) => one.group === group).map((one) => (
                <option key={one.dimension} value={one.dimension}>
                  {one.label}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
        {isProperty && (
          <PropertyKey
            dashboard={dashboard}
            value={key ?? ''}
            onChange={(next) => onChange({ ...condition, key: next, values: [] })}
          />
        )}
        <select
          aria-label={t.operator}
          className={SELECT}
          value={op}
          onChange={(event) => onChange({ ...condition, op: event.target.value as FilterOp })}
        >
          {OPS.map((one) => (
            <option key={one} value={one}>
              {t.ops[one]}
            </option>
          ))}
        </select>
        <button
          type="button"
          aria-label={t.removeCondition}
          className="grid size-9 shrink-0 place-content-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
          onClick={() => onChange(null)}
        >
          <Close className="size-3.5" />
        </button>
      </div>
      {takesValues(op) && (!isProperty || key) && (
        <ValuesInput
          key={dimension + (key ?? '')}
          dashboard={dashboard}
          condition={condition}
          autoFocus={autoFocus}
          onChange={(values) => onChange({ ...condition, values })}
        />
      )}
      {isEventScope(dimension) && (
        <label className="flex items-center gap-2 px-1 text-[12.5px] text-soft">
          <input
            type="checkbox"
            className="accent-(--accent)"
            checked={scope === 'SESSION'}
            onChange={(event) => {
              const next = { ...condition };
              if (event.target.checked) next.scope = 'SESSION';
              else delete next.scope;
              onChange(next);
            }}
          />
          {t.anywhere}
        </label>
      )}
    </div>
  );
}

function PropertyKey({
  dashboard,
  value,
  onChange,
}: {
  dashboard: Dashboard;
  value: string;
  onChange: (key: string) => void;
}): ReactElement {
  const t = useTexts(FILTER_TEXTS);
  const { names = [] } = usePropertyKeys(dashboard.siteId, dashboard.state.range);
  const list = `keys-of-${dashboard.siteId}`;
  return (
    <>
      <input
        aria-label={t.propertyName}
        placeholder={t.propertyHint}
        list={list}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="control h-9 min-w-24 flex-1 px-2 text-[13.5px]"
      />
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
