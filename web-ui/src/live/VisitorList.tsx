import type { ReactElement } from 'react';
import { formatExact } from '../lib/format';
import { nameOf, NOT_SET } from '../lib/names';
import type { Live } from './useLive';

const ROWS = 5;

/** Who is here: where from, on what, and what they look at. */
export function VisitorList({ visitors }: { visitors: Live['visitors'] }): ReactElement {
  return (
    <div className="min-w-0">
      <h3 className="mb-1 px-2 text-[12px] text-faint">Visitors</h3>
      <ul className="grid grid-cols-1">
        {visitors.slice(0, ROWS).map((visitor) => (
          <li
            key={visitor.visitorId}
            className="flex items-baseline gap-3 border-t border-line px-2 py-1.5 text-[13px] first:border-t-0"
          >
            <span className="min-w-0 flex-1 truncate">{visitor.page ?? NOT_SET}</span>
            <span className="hidden max-w-40 truncate text-faint sm:block">
              {[visitor.city ?? nameOf('COUNTRY', visitor.country), visitor.browser]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <span className="figures w-16 text-right text-soft">
              {formatExact(visitor.timeOnSiteSec, 'seconds')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
