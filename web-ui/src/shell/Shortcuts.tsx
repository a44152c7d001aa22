import type { ReactElement, ReactNode } from 'react';
import { dashboardKeys } from '../dashboard/keys';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { Dialog } from '../ui/Dialog';
import { Key } from '../ui/Menu';
import { commandKey } from './platform';

export default function Shortcuts({ onClose }: { onClose: () => void }): ReactElement {
  const t = useTexts(SHELL);
  const everywhere: [string, string][] = [
    [commandKey + 'K', t.palette],
    ['?', t.thisList],
  ];
  return (
    <Dialog title={t.shortcuts} onClose={onClose} className="sm:w-96">
      <div className="quiet-scroll grid gap-5 overflow-y-auto px-5 pt-1 pb-5">
        <Keys title={t.keysGeneral} rows={everywhere} />
        <Keys title={t.keysDashboard} rows={dashboardKeys()} />
      </div>
    </Dialog>
  );
}

function Keys({
  title,
  rows,
}: {
  title: ReactNode;
  rows: readonly (readonly [string, string])[];
}): ReactElement {
  return (
    <section>
      <h3 className="mb-2 text-[12px] font-medium text-faint">{title}</h3>
      <dl className="grid gap-2">
        {rows.map(([key, label]) => (
          <div key={key} className="flex items-center justify-between">
            <dt className="text-soft">{label}</dt>
            <dd>
              <Key>{key}</Key>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
