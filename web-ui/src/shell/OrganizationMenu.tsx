import type { ReactElement } from 'react';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { Avatar } from '../ui/Avatar';
import {
  DropdownContent,
  DropdownItem,
  DropdownLabel,
  DropdownRoot,
  DropdownTrigger,
} from '../ui/DropdownMenu';
import { Check, Logo } from '../ui/icons';
import { ChevronsUpDown } from './icons';
import { chooseOrganization, useOrganizations, type Organization } from './organization';

/** Agencies before their clients. */
const inOrder = (all: Organization[]): Organization[] => {
  const roots = all.filter(({ parentId }) => !all.some(({ id }) => id === parentId));
  return roots.flatMap((root) => [root, ...all.filter(({ parentId }) => parentId === root.id)]);
};

export function OrganizationMenu(): ReactElement {
  const t = useTexts(SHELL);
  const { all, current } = useOrganizations();
  const name = current?.name ?? 'Footfall';
  const face = (
    <>
      {current?.avatar ? (
        <Avatar name={name} picture={current.avatar} />
      ) : (
        <Logo className="size-7" />
      )}
      <span className="min-w-0 flex-1 truncate text-left text-[15px] font-semibold tracking-[-0.01em]">
        {name}
      </span>
    </>
  );
  if (all.length < 2) return <div className="flex h-11 items-center gap-2.5 px-2">{face}</div>;
  return (
    <DropdownRoot>
      <DropdownTrigger className="flex h-11 items-center gap-2.5 rounded-lg px-2 hover:bg-line/60">
        <span className="sr-only">{t.organizationIs} </span>
        {face}
        <span className="sr-only">. {t.change}</span>
        <ChevronsUpDown className="text-faint" />
      </DropdownTrigger>
      <DropdownContent className="w-64">
        <DropdownLabel>{t.organizations}</DropdownLabel>
        {inOrder(all).map((one) => (
          <DropdownItem
            key={one.id}
            icon={
              <span className={one.parentId ? 'ml-3 block' : 'block'}>
                <Avatar name={one.name} picture={one.avatar} className="size-5 text-[10px]" />
              </span>
            }
            hint={one.id === current?.id ? <Check className="text-accent-ink" /> : undefined}
            onSelect={() => chooseOrganization(one.id)}
          >
            {one.name}
          </DropdownItem>
        ))}
      </DropdownContent>
    </DropdownRoot>
  );
}
