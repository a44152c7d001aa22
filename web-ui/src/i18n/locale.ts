import { currentLanguage } from './language';

/** The device's own way of writing, where it speaks the language of the page. */
export const locale = (): string => {
  const language = currentLanguage();
  return navigator.languages.find((tag) => tag.startsWith(language)) ?? language;
};

/** What is made once for each locale, such as a formatter. */
export const perLocale = <T>(make: (locale: string) => T): (() => T) => {
  const made = new Map<string, T>();
  return () => {
    const tag = locale();
    const known = made.get(tag) ?? make(tag);
    made.set(tag, known);
    return known;
  };
};
