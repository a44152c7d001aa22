import { useState, type ReactElement } from 'react';
import { perLocale } from '../i18n/locale';
import { formatExact } from '../lib/format';
import type { Live } from './useLive';
import { useTexts } from '../i18n/catalogue';
import { LIVE } from '../i18n/live';

const clock = perLocale(
  (tag) => new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' }),
);

/** One bar a minute; the last is still growing. */
export function MinuteBars({ minutes }: { minutes: Live['minutes'] }): ReactElement {
  const t = useTexts(LIVE);
  const [hovered, setHovered] = useState<number>();
  const largest = Math.max(1, ...minutes.map(({ pageviews }) => pageviews));
  const shown = hovered === undefined ? undefined : minutes[hovered];
  const total = minutes.reduce((sum, { pageviews }) => sum + pageviews, 0);
  return (
    <div>
      <div
        role="img"
        aria-label={t.viewsIn30(formatExact(total, 'count'))}
        className="flex h-24 items-end gap-[3px]"
        onPointerLeave={() => setHovered(undefined)}
        data-testid="minute-bars"
      >
        {minutes.map(({ at, pageviews }, index) => (
          <div
            key={at}
            className="flex h-full flex-1 items-end"
            onPointerEnter={() => setHovered(index)}
          >
            <div
              className={`w-full rounded-[3px] transition-[height] duration-500 ${
                pageviews === 0
                  ? 'bg-line'
                  : index === minutes.length - 1 || index === hovered
                    ? 'bg-accent'
                    : 'bg-accent/45'
              }`}
              style={{ height: pageviews ? `${Math.max(6, (pageviews / largest) * 100)}%` : '3px' }}
            />
          </div>
        ))}
      </div>
      <p className="figures mt-1.5 flex justify-between text-[12px] text-faint">
        {shown ? (
          <span className="text-soft">
            {t.minute(
              clock().format(new Date(shown.at)),
              formatExact(shown.pageviews, 'count'),
              formatExact(shown.visitors, 'count'),
            )}
          </span>
        ) : (
          <span>{t.ago30}</span>
        )}
        <span>{t.nowShort}</span>
      </p>
    </div>
  );
}
