import type { ReactElement } from 'react';
import { Dialog } from '../ui/Dialog';
import { Key } from '../ui/Menu';
import { PRESETS } from './ranges';

const OTHERS: readonly (readonly [string, string])[] = [
  ['/', 'Filter'],
  ['X', 'Remove all filters'],
  ['?', 'This list'],
];

export function ShortcutsDialog({ onClose }: { onClose: () => void }): ReactElement {
  const rows = [
    ...PRESETS.flatMap(({ key, label }) => (key ? [[key.toUpperCase(), label] as const] : [])),
    ...OTHERS,
  ];
  return (
    <Dialog title="Keyboard" onClose={onClose} className="sm:w-96">
      <dl className="grid gap-2 px-5 pt-1 pb-5">
        {rows.map(([key, label]) => (
          <div key={key} className="flex items-center justify-between">
            <dt className="text-soft">{label}</dt>
            <dd>
              <Key>{key}</Key>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
