import type { ReactElement } from 'react';
import { DropdownContent, DropdownItem, DropdownRoot, DropdownTrigger } from '../ui/DropdownMenu';
import { Check, ChevronDown } from '../ui/icons';
import type { PanelInfo, PanelTab } from './panels';
import { useTexts } from '../i18n/catalogue';
import { DASHBOARD } from '../i18n/dashboard';

interface PanelTabsProps {
  panel: PanelInfo;
  chosen: PanelTab;
  onChoose: (id: string) => void;
}

const LOOK = 'relative shrink-0 px-2 py-1 text-[13px] font-medium whitespace-nowrap ';
const ACTIVE =
  'text-accent-ink after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded after:bg-accent';

/** The common tabs side by side, the others in a menu. */
export function PanelTabs({ panel, chosen, onChoose }: PanelTabsProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const shown = panel.tabs.filter(({ more }) => !more);
  const rest = panel.tabs.filter(({ more }) => more);
  const move = (target: HTMLElement, by: number): void => {
    const at = shown.findIndex(({ id }) => id === chosen.id);
    const next = (at + by + shown.length) % shown.length;
    onChoose(shown[next]!.id);
    (target.parentElement?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div className="quiet-scroll -mx-2 flex max-w-[calc(100%+1rem)] items-center">
      <div
        role="tablist"
        aria-label={panel.title}
        className="flex min-w-0 overflow-x-auto [scrollbar-width:none]"
      >
        {shown.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            role="tab"
            aria-selected={id === chosen.id}
            aria-controls={`${panel.id}-panel`}
            tabIndex={id === chosen.id || (chosen.more && id === shown[0]?.id) ? 0 : -1}
            onClick={() => onChoose(id)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') move(event.currentTarget, 1);
              if (event.key === 'ArrowLeft') move(event.currentTarget, -1);
            }}
            className={LOOK + (id === chosen.id ? ACTIVE : 'text-soft hover:text-ink')}
          >
            {label}
          </button>
        ))}
      </div>
      {rest.length > 0 && (
        <DropdownRoot>
          <DropdownTrigger
            aria-label={t.moreOf(panel.title)}
            className={`${LOOK}flex items-center gap-1 ${chosen.more ? ACTIVE : 'text-soft hover:text-ink'}`}
          >
            {chosen.more ? chosen.label : t.more}
            <ChevronDown className="size-3" />
          </DropdownTrigger>
          <DropdownContent align="end" className="w-52">
            {rest.map(({ id, label }) => (
              <DropdownItem
                key={id}
                onSelect={() => onChoose(id)}
                hint={id === chosen.id && <Check className="size-3.5" />}
              >
                {label}
              </DropdownItem>
            ))}
          </DropdownContent>
        </DropdownRoot>
      )}
    </div>
  );
}
