import { useEffect, type ReactElement } from 'react';
import { Empty, Failure, Skeleton } from '../ui/states';
import type { Dashboard } from './useDashboard';
import { usePropertyKeys } from './usePropertyKeys';

/** Which property's values the panel lists; the commonest where none was chosen. */
export function PropertyPicker({ dashboard }: { dashboard: Dashboard }): ReactElement {
  const { state, change, siteId } = dashboard;
  const keys = usePropertyKeys(siteId, state.range);
  const [first] = keys.names ?? [];
  useEffect(() => {
    if (!state.property && first) change({ property: first });
  }, [state.property, first, change]);

  if (keys.error && !keys.names) return <Failure error={keys.error} />;
  if (!keys.names) return <Skeleton className="mt-3 h-8 w-40" />;
  if (!keys.names.length)
    return (
      <Empty title="No properties yet">Send them with an event: track(name, properties).</Empty>
    );
  return (
    <label className="mt-3 flex items-center gap-2 px-2.5 text-[12.5px] text-soft">
      Property
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
