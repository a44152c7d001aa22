import type { ReactElement } from 'react';
import { formatExact } from '../lib/format';
import { useTexts } from '../i18n/catalogue';
import { LIVE } from '../i18n/live';

const ROWS = 5;

interface TopListProps {
  title: string;
  rows: readonly { name: string | null; count: number }[];
  label: (name: string | null) => string;
  testId?: string;
}

export function TopList({ title, rows, label, testId }: TopListProps): ReactElement {
  const t = useTexts(LIVE);
  const largest = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <div className="min-w-0">
      <h3 className="mb-1 px-2 text-[12px] text-faint">{title}</h3>
      {rows.length === 0 && <p className="px-2 py-1 text-[13px] text-faint">{t.none}</p>}
      <ol className="grid grid-cols-1 gap-0.5" data-testid={testId}>
        {rows.slice(0, ROWS).map(({ name, count }) => (
          <li
            key={name ?? 'null'}
            className="relative flex h-7 items-center gap-2 px-2 text-[13px]"
          >
            <span
              className="absolute inset-y-0.5 left-0 rounded bg-bar transition-[width] duration-500"
              style={{ width: `${(count / largest) * 82}%` }}
            />
            <span className="relative min-w-0 flex-1 truncate">{label(name)}</span>
            <span className="figures relative font-medium">{formatExact(count, 'count')}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
