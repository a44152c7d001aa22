import type { ReactElement } from 'react';

interface TabsProps {
  /** The panel's element is `<id>-panel`. */
  id: string;
  labels: readonly string[];
  chosen: number;
  onChoose: (index: number) => void;
}

export function Tabs({ id, labels, chosen, onChoose }: TabsProps): ReactElement {
  const move = (target: HTMLElement, by: number): void => {
    const next = (chosen + by + labels.length) % labels.length;
    onChoose(next);
    (target.parentElement?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div role="tablist" className="-mx-2 flex">
      {labels.map((label, index) => (
        <button
          key={label}
          type="button"
          role="tab"
          aria-selected={index === chosen}
          aria-controls={`${id}-panel`}
          tabIndex={index === chosen ? 0 : -1}
          onClick={() => onChoose(index)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowRight') move(event.currentTarget, 1);
            if (event.key === 'ArrowLeft') move(event.currentTarget, -1);
          }}
          className={`relative px-2 py-1 text-[13px] font-medium ${
            index === chosen
              ? 'text-accent-ink after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded after:bg-accent'
              : 'text-soft hover:text-ink'
          }`}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
