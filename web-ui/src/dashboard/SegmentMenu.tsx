import { useState, type ReactElement, type SyntheticEvent } from 'react';
import { Check } from '../ui/icons';
import { useMay } from '../shell/organization';
import { isGroup, type Filter } from './filters';
import { filterText } from './filter-text';
import { Bookmark, Trash } from './icons';
import { Popover } from './Popover';
import { failureText, segmentFilters, type Segment, type Segments } from './segments';
import type { Dashboard } from './useDashboard';
import { useTexts } from '../i18n/catalogue';
import { FILTER_TEXTS } from '../i18n/filters';

interface SegmentMenuProps {
  dashboard: Dashboard;
  segments: Segments;
  /** Of the site; decides who may change what all see. */
  organizationId: string | undefined;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Saved filters: to choose from, and to add the present ones to. */
export function SegmentMenu({
  dashboard,
  segments,
  organizationId,
  open,
  onOpenChange: setOpen,
}: SegmentMenuProps): ReactElement {
  const t = useTexts(FILTER_TEXTS);
  const { state, change } = dashboard;
  const mayShare = useMay(organizationId)('configure');
  const [failure, setFailure] = useState<string>();
  const chosen = segments.list.find(({ id }) => id === state.segment);

  const choose = (id: string): void => {
    change({ segment: id === state.segment ? null : id });
    setOpen(false);
  };
  const remove = (segment: Segment): void => {
    segments
      .remove(segment.id)
      .then(() => {
        if (segment.id === state.segment) change({ segment: null });
      })
      .catch((error: unknown) => setFailure(failureText(error)));
  };

  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      align="start"
      label={t.segments}
      className="w-80"
      trigger={
        <button
          type="button"
          className="control max-w-48"
          aria-label={t.segments}
          title={t.segments}
        >
          <Bookmark className={chosen ? 'size-4 text-accent-ink' : 'size-4 text-soft'} />
          <span className="truncate max-sm:hidden">{chosen?.name ?? t.segments}</span>
        </button>
      }
    >
      {segments.list.length === 0 && (
        <p className="px-2.5 py-2 text-[13px] text-soft">
          {segments.error ? t.segmentsFailed : t.noSegments}
        </p>
      )}
      <ul>
        {segments.list.map((segment) => (
          <li key={segment.id} className="flex items-center gap-1">
            <button
              type="button"
              aria-pressed={segment.id === state.segment}
              onClick={() => choose(segment.id)}
              className="flex min-w-0 flex-1 items-center gap-2 rounded-lg px-2.5 py-1.5 text-left hover:bg-sunken"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{segment.name}</span>
                <span className="block truncate text-[12px] text-faint">
                  {segment.shared ? `${t.shared} · ` : ''}
                  {describe(segmentFilters(segment))}
                </span>
              </span>
              {segment.id === state.segment && <Check className="size-4 text-accent" />}
            </button>
            {(segment.mine || (segment.shared && mayShare)) && (
              <button
                type="button"
                aria-label={t.deleteSegment(segment.name)}
                className="grid size-8 shrink-0 place-content-center rounded-lg text-faint hover:bg-sunken hover:text-bad"
                onClick={() => remove(segment)}
              >
                <Trash className="size-3.5" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {state.filters.length > 0 && (
        <SaveForm
          filters={state.filters}
          mayShare={mayShare}
          onSave={async (name, shared) => {
            const saved = await segments.save({ id: null, name, shared, filters: state.filters });
            change({ segment: saved.id, filters: [] });
            setOpen(false);
          }}
        />
      )}
      {failure && (
        <p role="alert" className="px-2.5 py-1.5 text-[12.5px] text-bad">
          {failure}
        </p>
      )}
    </Popover>
  );
}

const describe = (filters: readonly Filter[] | undefined): string =>
  filters
    ?.map((one) => (isGroup(one) && filters.length > 1 ? `(${filterText(one)})` : filterText(one)))
    .join(', ') ?? '';

function SaveForm({
  filters,
  mayShare,
  onSave,
}: {
  filters: readonly Filter[];
  mayShare: boolean;
  onSave: (name: string, shared: boolean) => Promise<void>;
}): ReactElement {
  const t = useTexts(FILTER_TEXTS);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const [failure, setFailure] = useState<string>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSave(name.trim(), shared).catch((error: unknown) => setFailure(failureText(error)));
  };
  return (
    <form className="mt-1.5 grid gap-2 border-t border-line px-2.5 pt-2.5 pb-1" onSubmit={submit}>
      <p className="text-[12px] text-faint">{t.saveText(describe(filters))}</p>
      <div className="flex gap-2">
        <input
          required
          aria-label={t.segmentName}
          placeholder={t.name}
          value={name}
          maxLength={80}
          onChange={(event) => setName(event.target.value)}
          className="control h-9 min-w-0 flex-1 px-2 font-normal"
        />
        <button
          type="submit"
          className="h-9 rounded-[9px] bg-accent px-3 font-medium text-on-accent"
        >
          {t.save}
        </button>
      </div>
      {mayShare && (
        <label className="flex items-center gap-2 text-[12.5px] text-soft">
          <input
            type="checkbox"
            className="accent-(--accent)"
            checked={shared}
            onChange={(event) => setShared(event.target.checked)}
          />
          {t.sharedHint}
        </label>
      )}
      {failure && (
        <p role="alert" className="text-[12.5px] text-bad">
          {failure}
        </p>
      )}
    </form>
  );
}
