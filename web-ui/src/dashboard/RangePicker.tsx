import { useState, type ReactElement } from 'react';
import { Calendar } from '../ui/icons';
import { Key, Menu, MenuItem, useCloseMenu } from '../ui/Menu';
import { PRESET_GROUPS, rangeLabel, type Range } from './ranges';
import { COMPARISONS, type DashboardState } from './search';

interface RangePickerProps {
  state: DashboardState;
  onChange: (changes: Partial<DashboardState>) => void;
}

export function RangePicker({ state, onChange }: RangePickerProps): ReactElement {
  const { range, compare } = state;
  return (
    <Menu
      align="right"
      panelClassName="w-72"
      describedAs={`Range: ${rangeLabel(range)}`}
      label={
        <>
          <Calendar className="text-soft" />
          <span className="truncate">{rangeLabel(range)}</span>
        </>
      }
    >
      {PRESET_GROUPS.map((group, index) => (
        <div key={index} className="mb-1 border-b border-line pb-1">
          {group.map(({ preset, label, key }) => (
            <MenuItem
              key={preset}
              chosen={range.kind === 'preset' && range.preset === preset}
              hint={key && <Key>{key.toUpperCase()}</Key>}
              onClick={() => onChange({ range: { kind: 'preset', preset } })}
            >
              {label}
            </MenuItem>
          ))}
        </div>
      ))}
      <CustomDays range={range} onChoose={(days) => onChange({ range: days })} />
      <label className="mt-1 flex items-center justify-between gap-3 border-t border-line px-2.5 pt-2 pb-1 text-soft">
        Compare
        <select
          className="rounded-md border border-line bg-surface px-1.5 py-1 text-ink"
          value={compare ?? 'none'}
          onChange={(event) =>
            onChange({
              compare:
                COMPARISONS.find(({ value }) => (value ?? 'none') === event.target.value)?.value ??
                null,
            })
          }
        >
          {COMPARISONS.map(({ value, label }) => (
            <option key={label} value={value ?? 'none'}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </Menu>
  );
}

function CustomDays({
  range,
  onChoose,
}: {
  range: Range;
  onChoose: (range: Range) => void;
}): ReactElement {
  const close = useCloseMenu();
  const [from, setFrom] = useState(range.kind === 'days' ? range.from : '');
  const [to, setTo] = useState(range.kind === 'days' ? range.to : '');
  const field = 'w-full min-w-0 rounded-md border border-line bg-surface px-1.5 py-1 text-[13px]';
  return (
    <form
      className="grid grid-cols-[1fr_1fr_auto] items-end gap-1.5 px-2.5 py-1.5"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose({ kind: 'days', from, to });
        close();
      }}
    >
      <label className="grid gap-0.5 text-[12px] text-soft">
        From
        <input
          type="date"
          required
          className={field}
          value={from}
          max={to || undefined}
          onChange={(event) => setFrom(event.target.value)}
        />
      </label>
      <label className="grid gap-0.5 text-[12px] text-soft">
        To
        <input
          type="date"
          required
          className={field}
          value={to}
          min={from || undefined}
          onChange={(event) => setTo(event.target.value)}
        />
      </label>
      <button
        type="submit"
        className="h-[30px] rounded-md bg-accent px-2.5 text-[13px] font-medium text-on-accent"
      >
        Show
      </button>
    </form>
  );
}
