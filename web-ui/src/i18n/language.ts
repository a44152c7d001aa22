import { useSyncExternalStore } from 'react';

export type Language = 'en' | 'de';

export const LANGUAGES: readonly { language: Language; name: string }[] = [
  { language: 'en', name: 'English' },
  { language: 'de', name: 'Deutsch' },
];

const STORED = 'footfall.language';
const listeners = new Set<() => void>();

const isLanguage = (text: string | null | undefined): text is Language =>
  LANGUAGES.some(({ language }) => language === text);

/** The first of the wanted languages that there is a catalogue of. */
export const firstKnown = (wanted: readonly string[]): Language =>
  wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';

let language: Language | undefined;

const preferred = (): Language => {
  const stored = localStorage.getItem(STORED);
  return isLanguage(stored) ? stored : firstKnown(navigator.languages);
};

export const currentLanguage = (): Language => (language ??= preferred());

const choose = (next: Language): void => {
  language = next;
  localStorage.setItem(STORED, next);
  document.documentElement.lang = next;
  listeners.forEach((listener) => listener());
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const useLanguage = (): [Language, (language: Language) => void] => [
  useSyncExternalStore(subscribe, currentLanguage),
  choose,
];
