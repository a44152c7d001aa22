import type { ReactElement } from 'react';
import type { Metric } from '../api/generated';
import { METRICS, type MetricInfo } from './metrics';
import { Popover } from './Popover';

interface MetricPickerProps {
  chosen: readonly Metric[];
  onChange: (chosen: Metric[]) => void;
  label: string;
  trigger: ReactElement;
  offered?: readonly MetricInfo[];
  inDialog?: boolean;
}

/** Ticks for metrics; at least one stays. */
export function MetricPicker({
  chosen,
  onChange,
  label,
  trigger,
  offered = METRICS,
  inDialog = false,
}: MetricPickerProps): ReactElement {
  const toggle = (metric: Metric): void => {
    const next = offered
      .map((one) => one.metric)
      .filter((one) => (one === metric) !== chosen.includes(one));
    if (next.length) onChange(next);
  };
  return (
    <Popover trigger={trigger} label={label} className="w-72" inDialog={inDialog}>
      <ul>
        {offered.map(({ metric, label: name, meaning }) => (
          <li key={metric}>
            <label className="flex cursor-pointer items-start gap-2.5 rounded-lg px-2.5 py-1.5 hover:bg-sunken">
              <input
                type="checkbox"
                className="mt-1 accent-(--accent)"
                checked={chosen.includes(metric)}
                onChange={() => toggle(metric)}
              />
              <span>
                <span className="block font-medium">{name}</span>
                <span className="block text-[12px] leading-snug text-faint">{meaning}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
