import { useNavigate } from '@tanstack/react-router';
import type { ReactElement, ReactNode } from 'react';
import { signOut, useSession } from '../auth/session';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { LANGUAGES, useLanguage, type Language } from '../i18n/language';
import { Avatar } from '../ui/Avatar';
import {
  DropdownContent,
  DropdownItem,
  DropdownPill,
  DropdownRadioGroup,
  DropdownRoot,
  DropdownSeparator,
  DropdownTrigger,
} from '../ui/DropdownMenu';
import { Moon, Screen, Sun } from '../ui/icons';
import { useTheme, type Theme } from '../ui/theme';
import { ChevronsUpDown, Keyboard, KeyIcon, Person, SignOutIcon } from './icons';

/** Who is here, and what is about him and this device. */
export function AccountMenu({ onShortcuts }: { onShortcuts: () => void }): ReactElement {
  const t = useTexts(SHELL);
  const session = useSession();
  const navigate = useNavigate();
  const user = session.kind === 'user' ? session.user : undefined;
  const name = user ? user.name || user.email : t.withKey;
  return (
    <DropdownRoot>
      <DropdownTrigger className="flex h-12 w-full items-center gap-2.5 rounded-lg px-2 hover:bg-line/60">
        {user ? (
          <Avatar name={name} round />
        ) : (
          <span className="grid size-7 place-content-center rounded-full bg-accent-wash text-accent-ink">
            <KeyIcon />
          </span>
        )}
        <span className="min-w-0 flex-1 text-left leading-tight">
          <span className="sr-only">{t.accountMenu} </span>
          <span className="block truncate font-medium">{name}</span>
          {user?.name && (
            <span className="block truncate text-[12px] text-faint">{user.email}</span>
          )}
        </span>
        <ChevronsUpDown className="text-faint" />
      </DropdownTrigger>
      <DropdownContent side="top" className="w-60">
        {user ? (
          <DropdownItem icon={<Person />} onSelect={() => void navigate({ to: '/account' })}>
            {t.account}
          </DropdownItem>
        ) : (
          <p className="px-2.5 py-1.5 text-[12.5px] text-soft">{t.withKeyHint}</p>
        )}
        <DropdownItem icon={<Keyboard />} hint="?" onSelect={onShortcuts}>
          {t.shortcuts}
        </DropdownItem>
        <DropdownSeparator />
        <Preferences />
        <DropdownSeparator />
        <DropdownItem icon={<SignOutIcon />} onSelect={() => void signOut()}>
          {user ? t.signOut : t.forgetKey}
        </DropdownItem>
      </DropdownContent>
    </DropdownRoot>
  );
}

const THEMES: readonly { theme: Theme; Icon: typeof Sun }[] = [
  { theme: 'system', Icon: Screen },
  { theme: 'light', Icon: Sun },
  { theme: 'dark', Icon: Moon },
];

function Preferences(): ReactElement {
  const t = useTexts(SHELL);
  const [theme, chooseTheme] = useTheme();
  const [language, chooseLanguage] = useLanguage();
  const names: Record<Theme, string> = {
    system: t.themeSystem,
    light: t.themeLight,
    dark: t.themeDark,
  };
  return (
    <>
      <PillRow label={t.theme}>
        <DropdownRadioGroup
          value={theme}
          aria-label={t.theme}
          onValueChange={(value) => chooseTheme(value as Theme)}
          className="flex rounded-lg bg-sunken p-0.5"
        >
          {THEMES.map(({ theme: one, Icon }) => (
            <DropdownPill key={one} value={one} label={names[one]}>
              <Icon />
            </DropdownPill>
          ))}
        </DropdownRadioGroup>
      </PillRow>
      <PillRow label={t.language}>
        <DropdownRadioGroup
          value={language}
          aria-label={t.language}
          onValueChange={(value) => chooseLanguage(value as Language)}
          className="flex rounded-lg bg-sunken p-0.5"
        >
          {LANGUAGES.map((one) => (
            <DropdownPill key={one.language} value={one.language}>
              {one.language.toUpperCase()}
              <span className="sr-only"> {one.name}</span>
            </DropdownPill>
          ))}
        </DropdownRadioGroup>
      </PillRow>
    </>
  );
}

function PillRow({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <div role="presentation" className="flex items-center justify-between py-1 pr-1.5 pl-2.5">
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  );
}
