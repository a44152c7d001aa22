import type { ReactElement } from 'react';
import { Moon, Screen, Sun } from './icons';
import { useTheme, type Theme } from './theme';

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: Screen, light: Sun, dark: Moon };

export function ThemeSwitch(): ReactElement {
  const [theme, choose] = useTheme();
  const Icon = ICONS[theme];
  return (
    <button
      type="button"
      className="control w-9 justify-center px-0"
      title={`Theme: ${theme}`}
      aria-label={`Theme: ${theme}. Change to ${NEXT[theme]}.`}
      onClick={() => choose(NEXT[theme])}
    >
      <Icon />
    </button>
  );
}
