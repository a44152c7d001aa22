import {
  useDeferredValue,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from 'react';
import { afterPress } from '../../lib/after-press';
import { formatShort } from '../../lib/format';
import { nameOf } from '../../lib/names';
import { Close } from '../../ui/icons';
import { isDimension } from '../dimensions';
import type { Condition } from '../filters';
import type { Dashboard } from '../useDashboard';
import { useSuggestions } from './useSuggestions';
import { useTexts } from '../../i18n/catalogue';
import { FILTER_TEXTS } from '../../i18n/filters';

interface ValuesInputProps {
  dashboard: Dashboard;
  condition: Condition;
  autoFocus: boolean;
  onChange: (values: string[]) => void;
}

/** Parts of values are typed; whole values are mostly chosen. */
const FREE: readonly Condition['op'][] = ['GREATER', 'LESS', 'MATCHES', 'NOT_MATCHES'];

/** Values as tokens, and below them those that the site has, the commonest first. */
export function ValuesInput({
  dashboard,
  condition,
  autoFocus,
  onChange,
}: ValuesInputProps): ReactElement {
  const t = useTexts(FILTER_TEXTS);
  const { dimension, key, op, values } = condition;
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(autoFocus);
  const [isShown, setShown] = useState(false);
  const [active, setActive] = useState(-1);
  const list = useRef<HTMLUListElement>(null);
  const [heldHeight, setHeldHeight] = useState<number>();
  const keepOpen = useRef<() => void>(undefined);
  useEffect(() => () => keepOpen.current?.(), []);
  const listId = useId();
  const suggests = !FREE.includes(op) && isDimension(dimension);
  const suggestions = useSuggestions(
    dashboard,
    dimension,
    key,
    useDeferredValue(typed),
    open && suggests,
  ).filter(({ value }) => !values.includes(value));

  const add = (value: string): void => {
    if (value && !values.includes(value)) onChange([...values, value]);
    setTyped('');
    setActive(-1);
  };
  if (open && suggestions.length > 0 && !isShown) setShown(true);
  useLayoutEffect(() => {
    // The list does not shrink while somebody types, so that nothing below it moves.
    if (list.current)
      list.current.style.minHeight = isShown ? `${list.current.offsetHeight}px` : '';
  });
  const close = (): void => {
    setOpen(false);
    setShown(false);
    setHeldHeight(undefined);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setActive(Math.max(-1, Math.min(suggestions.length - 1, active + by)));
    } else if (event.key === 'Enter' && (typed || active >= 0)) {
      event.preventDefault();
      add(suggestions[active]?.value ?? typed);
    } else if (event.key === 'Backspace' && !typed) onChange(values.slice(0, -1));
  };

  return (
    <div
      className={heldHeight === undefined ? undefined : 'overflow-hidden'}
      style={{ height: heldHeight }}
      onBlur={(event) => {
        if (event.currentTarget.contains(event.relatedTarget)) return;
        // Not at once: what is being pressed must not move away from under the pointer.
        setHeldHeight(event.currentTarget.offsetHeight);
        keepOpen.current?.();
        keepOpen.current = afterPress(close);
        // What was typed and left is meant.
        if (typed) add(typed);
      }}
    >
      <div className="flex min-h-9 flex-wrap items-center gap-1 rounded-[9px] border border-line bg-surface px-1.5 py-1 focus-within:border-accent">
        {values.map((value) => (
          <span
            key={value}
            className="flex h-7 max-w-full items-center rounded-md bg-accent-wash pl-2 text-[13px] text-accent-ink"
          >
            <span className="truncate">{nameOf(dimension, value)}</span>
            <button
              type="button"
              aria-label={t.remove(nameOf(dimension, value))}
              className="grid size-7 place-content-center hover:text-ink"
              onClick={() => onChange(values.filter((one) => one !== value))}
            >
              <Close className="size-3" />
            </button>
          </span>
        ))}
        <input
          role="combobox"
          aria-label={t.values}
          aria-expanded={open && suggestions.length > 0}
          aria-controls={listId}
          aria-activedescendant={active >= 0 ? `${listId}-${active}` : undefined}
          autoFocus={autoFocus}
          value={typed}
          placeholder={values.length ? t.orValue : suggests ? t.searchOrType : t.typeValue}
          onChange={(event) => {
            setTyped(event.target.value);
            setOpen(true);
            setActive(-1);
          }}
          onFocus={() => {
            keepOpen.current?.();
            setHeldHeight(undefined);
            setOpen(true);
          }}
          onKeyDown={onKeyDown}
          className="h-7 min-w-28 flex-1 bg-transparent px-1 text-[13.5px] outline-none placeholder:text-faint"
        />
      </div>
      <ul
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t.suggestions}
        hidden={!isShown}
        className="quiet-scroll mt-1 max-h-52 overflow-y-auto rounded-[9px] bg-sunken p-1"
      >
        {suggestions.map(({ value, count }, index) => (
          <li
            key={value}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => add(value)}
            className={`flex cursor-pointer items-center justify-between gap-3 rounded-md px-2 py-1.5 text-[13px] hover:bg-surface ${index === active ? 'bg-surface' : ''}`}
          >
            <span className="truncate">{nameOf(dimension, value)}</span>
            <span className="figures text-faint">{formatShort(count, 'count')}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
