import type { ReactElement } from 'react';
import { formatExact } from '../lib/format';
import { nameOf, notSet } from '../lib/names';
import { Empty } from '../ui/states';
import type { Live } from './useLive';
import { useTexts } from '../i18n/catalogue';
import { LIVE } from '../i18n/live';

/** Of the columns; the first has what is left. */
const WIDTHS = ['', 'w-[22%]', 'w-[15%]', 'w-[21%]', 'w-[8%]', 'w-[12%]'] as const;

/** Who is here: where from, on what, and what they look at. */
export function VisitorTable({ visitors }: { visitors: Live['visitors'] }): ReactElement {
  const t = useTexts(LIVE);
  return (
    <section className="card flex min-h-0 flex-col p-4 sm:p-5" aria-label={t.visitors}>
      <h2 className="flex min-h-8 items-center text-[15px] font-semibold tracking-[-0.01em]">
        {t.whoIsHere}
      </h2>
      {visitors.length === 0 ? (
        <Empty title={t.nobody}>{t.nobodyText}</Empty>
      ) : (
        <div
          className="quiet-scroll -mx-1 min-h-0 flex-1 overflow-auto"
          role="region"
          aria-label={t.visitorsHere}
          tabIndex={0}
        >
          <table
            className="w-full min-w-[600px] table-fixed text-left text-[13px]"
            data-testid="visitors"
          >
            <thead className="sticky top-0 bg-surface text-[12px] text-faint">
              <tr>
                {Object.values(t.headings).map((heading, index) => (
                  <th
                    key={heading}
                    className={`px-1 py-1.5 font-medium ${WIDTHS[index]} ${index > 3 ? 'text-right' : ''}`}
                  >
                    {heading}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {visitors.map((visitor) => (
                <tr key={visitor.siteId + visitor.visitorId} className="border-t border-line">
                  <th scope="row" className="truncate px-1 py-1.5 font-medium">
                    {visitor.page ?? notSet()}
                  </th>
                  <td className="truncate px-1 py-1.5 text-soft">
                    {[
                      visitor.company,
                      visitor.city,
                      visitor.country && nameOf('COUNTRY', visitor.country),
                    ]
                      .filter(Boolean)
                      .join(', ') || '–'}
                  </td>
                  <td className="truncate px-1 py-1.5 text-soft">
                    {nameOf('SOURCE', visitor.source)}
                  </td>
                  <td className="truncate px-1 py-1.5 text-soft">
                    {[visitor.device && nameOf('DEVICE', visitor.device), visitor.browser]
                      .filter(Boolean)
                      .join(', ') || '–'}
                  </td>
                  <td className="figures px-1 py-1.5 text-right">
                    {formatExact(visitor.pagesViewed, 'count')}
                  </td>
                  <td className="figures px-1 py-1.5 text-right whitespace-nowrap">
                    {formatExact(visitor.timeOnSiteSec, 'seconds')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
