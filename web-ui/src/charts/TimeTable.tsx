import type { ReactElement } from 'react';
import { formatExact } from '../lib/format';
import { Change } from '../ui/Change';
import type { MetricInfo } from '../dashboard/metrics';
import type { Point } from './series';

/** What the chart shows, as figures. */
export function TimeTable({
  points,
  info,
  currency,
}: {
  points: readonly Point[];
  info: MetricInfo;
  currency: string;
}): ReactElement {
  const compared = points.some(({ previous }) => previous !== null);
  return (
    <div
      className="quiet-scroll h-[290px] overflow-y-auto px-5"
      role="region"
      aria-label={`${info.label} over time`}
      tabIndex={0}
    >
      <table className="figures w-full text-left">
        <caption className="sr-only">{info.label} over time</caption>
        <thead className="sticky top-0 bg-surface text-[12px] text-faint">
          <tr>
            <th className="py-2 font-medium">Time</th>
            <th className="py-2 text-right font-medium">{info.label}</th>
            {compared && <th className="py-2 text-right font-medium">Before</th>}
            {compared && <th className="py-2 text-right font-medium">Change</th>}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.at} className="border-t border-line">
              <th scope="row" className="py-1.5 font-normal">
                {point.title}
                {point.partial && <span className="text-faint"> (not complete)</span>}
              </th>
              <td className="py-1.5 text-right font-medium">
                {formatExact(point.value, info.unit, currency)}
              </td>
              {compared && (
                <td className="py-1.5 text-right text-soft">
                  {formatExact(point.previous, info.unit, currency)}
                </td>
              )}
              {compared && (
                <td className="py-1.5 text-right">
                  <Change change={point.change} better={info.better} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
