import { useEffect, type ReactElement } from 'react';
import { Empty, Failure, Skeleton } from '../ui/states';
import type { Dashboard } from './useDashboard';
import { usePropertyKeys } from './usePropertyKeys';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

/** Which property's values the panel lists; the commonest where none was chosen. */
export function PropertyPicker({ dashboard }: { dashboard: Dashboard }): ReactElement {
  const t = useTexts(DASHBOARD);
  const { state, change, siteId } = dashboard;
  const keys = usePropertyKeys(siteId, state.range);
  const [first] = keys.names ?? [];
  useEffect(() => {
    if (!state.property && first) change({ property: first });
  }, [state.property, first, change]);

  if (keys.error && !keys.names) return <Failure error={keys.error} />;
  if (!keys.names) return <Skeleton className="mt-3 h-8 w-40" />;
  if (!keys.names.length) return <Empty title={t.noProperties}>{t.noPropertiesText}</Empty>;
  return (
    <label className="mt-3 flex items-center gap-2 px-2.5 text-[12.5px] text-soft">
      {t.property}
      <select
        className="control h-8 min-w-0 px-2 text-[13px]"
        value={state.property ?? ''}
        onChange={(event) => change({ property: event.target.value })}
      >
        {state.property && !keys.names.includes(state.property) && (
          <option>{state.property}</option>
        )}
        {keys.names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}
