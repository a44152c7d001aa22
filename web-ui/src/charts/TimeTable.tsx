import type { ReactElement } from 'react';
import { formatExact } from '../lib/format';
import { Change } from '../ui/Change';
import type { MetricInfo } from '../dashboard/metrics';
import type { Point } from './series';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

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
  const t = useTexts(DASHBOARD);
  const compared = points.some(({ previous }) => previous !== null);
  return (
    <div
      className="quiet-scroll h-[290px] overflow-y-auto px-5"
      role="region"
      aria-label={t.overTime(info.label)}
      tabIndex={0}
    >
      <table className="figures w-full text-left">
        <caption className="sr-only">{t.overTime(info.label)}</caption>
        <thead className="sticky top-0 bg-surface text-[12px] text-faint">
          <tr>
            <th className="py-2 font-medium">{t.time}</th>
            <th className="py-2 text-right font-medium">{info.label}</th>
            {compared && <th className="py-2 text-right font-medium">{t.beforeHeading}</th>}
            {compared && <th className="py-2 text-right font-medium">{t.change}</th>}
          </tr>
        </thead>
        <tbody>
          {points.map((point) => (
            <tr key={point.at} className="border-t border-line">
              <th scope="row" className="py-1.5 font-normal">
                {point.title}
                {point.partial && <span className="text-faint"> ({t.notComplete})</span>}
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
