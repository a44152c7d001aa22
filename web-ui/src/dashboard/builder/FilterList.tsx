import type { ReactElement } from 'react';
import { Close } from '../../ui/icons';
import { isGroup, type Filter, type Group } from '../filters';
import { Group as GroupIcon, Plus } from '../icons';
import type { Dashboard } from '../useDashboard';
import { ConditionRow } from './ConditionRow';
import { added, emptyCondition, emptyGroup, replaced, type Path } from './draft';
import { useTexts } from '../../i18n/catalogue';
import { FILTER_TEXTS } from '../../i18n/filters';

interface FilterListProps {
  dashboard: Dashboard;
  filters: readonly Filter[];
  path: Path;
  /** Takes the focus when it appears. */
  focusAt?: number | undefined;
  root: readonly Filter[];
  onChange: (root: Filter[]) => void;
}

const DEPTH_MAX = 3;
const JOINS: readonly Group['join'][] = ['or', 'and', 'not'];
const ADD =
  'inline-flex h-8 items-center gap-1.5 rounded-lg px-2 text-[13px] font-medium text-accent-ink hover:bg-accent-wash';

export function FilterList(props: FilterListProps): ReactElement {
  const t = useTexts(FILTER_TEXTS);
  const { dashboard, filters, path, focusAt, root, onChange } = props;
  return (
    <div className="grid grid-cols-1 gap-2">
      {filters.map((filter, index) => {
        const here = [...path, index];
        const replace = (next: Filter | null): void => onChange(replaced(root, here, next));
        return isGroup(filter) ? (
          <GroupBox key={index} {...props} group={filter} path={here} onReplace={replace} />
        ) : (
          <ConditionRow
            key={index}
            dashboard={dashboard}
            condition={filter}
            autoFocus={focusAt === index}
            onChange={replace}
          />
        );
      })}
      <div className="flex gap-1">
        <button
          type="button"
          className={ADD}
          onClick={() => onChange(added(root, path, emptyCondition()))}
        >
          <Plus className="size-3.5" />
          {t.condition}
        </button>
        {path.length < DEPTH_MAX && (
          <button
            type="button"
            className={ADD}
            onClick={() => onChange(added(root, path, emptyGroup()))}
          >
            <GroupIcon className="size-3.5" />
            {t.group}
          </button>
        )}
      </div>
    </div>
  );
}

function GroupBox({
  group,
  onReplace,
  ...props
}: FilterListProps & { group: Group; onReplace: (next: Filter | null) => void }): ReactElement {
  const t = useTexts(FILTER_TEXTS);
  return (
    <fieldset className="rounded-xl border border-dashed border-line-strong p-3">
      <legend className="sr-only">{t.group}</legend>
      <div className="mb-2 flex items-center justify-between gap-2">
        <select
          aria-label={t.groupHolds}
          className="control h-8 px-2 text-[13px]"
          value={group.join}
          onChange={(event) => onReplace({ ...group, join: event.target.value as Group['join'] })}
        >
          {JOINS.map((join) => (
            <option key={join} value={join}>
              {t.groupJoins[join]}
            </option>
          ))}
        </select>
        <button
          type="button"
          aria-label={t.removeGroup}
          className="grid size-8 place-content-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
          onClick={() => onReplace(null)}
        >
          <Close className="size-3.5" />
        </button>
      </div>
      <FilterList {...props} filters={group.filters} focusAt={undefined} />
    </fieldset>
  );
}
