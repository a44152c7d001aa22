import { currentLanguage, useLanguage, type Language } from './language';

/** A text, or what makes one of values. */
export type Text = string | ((values: never) => string);

/** The same texts in another language, taking the same values. */
export type Translation<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => string
      ? (...values: V) => string
      : Translation<T[K]>;
};

export type Catalogue<T> = { en: T } & Record<Exclude<Language, 'en'>, Translation<T>>;

/** The texts of an area in every language. What is missing in one of them does not compile. */
export const catalogue = <const T extends object>(texts: Catalogue<T>): Catalogue<T> => texts;

export const useTexts = <T>(texts: Catalogue<T>): Translation<T> => {
  const [language] = useLanguage();
  return texts[language] as Translation<T>;
};

/** The texts for what is no component; whoever draws them is drawn again when the language changes. */
export const textsNow = <T>(texts: Catalogue<T>): Translation<T> =>
  texts[currentLanguage()] as Translation<T>;

const rules: Record<Language, Intl.PluralRules> = {
  en: new Intl.PluralRules('en'),
  de: new Intl.PluralRules('de'),
};

/** `1 site`, `2 sites`. */
export const counted =
  (language: Language, one: string, other: string) =>
  (count: number): string =>
    `${new Intl.NumberFormat(language).format(count)} ${rules[language].select(count) === 'one' ? one : other}`;
