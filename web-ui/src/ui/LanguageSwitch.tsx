import type { ReactElement } from 'react';
import { LANGUAGES, useLanguage } from '../i18n/language';

/** To the next language. */
export function LanguageSwitch(): ReactElement {
  const [language, choose] = useLanguage();
  const at = LANGUAGES.findIndex((one) => one.language === language);
  const next = LANGUAGES[(at + 1) % LANGUAGES.length]!;
  return (
    <button
      type="button"
      lang={next.language}
      className="control w-11 justify-center px-0 text-[12.5px]"
      title={next.name}
      onClick={() => choose(next.language)}
    >
      {next.language.toUpperCase()}
    </button>
  );
}
