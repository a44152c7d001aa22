import * as Tabs from '@radix-ui/react-tabs';
import type { ReactElement } from 'react';
import { INSTALL } from '../i18n/install';
import { SITES } from '../i18n/sites';
import { useTexts } from '../i18n/catalogue';
import { CopyBox } from '../ui/CopyBox';
import { PLATFORMS } from './platforms';

/** The line to paste, by where it goes. */
export function SnippetTabs({
  snippet,
  siteId,
}: {
  snippet: string;
  siteId: string;
}): ReactElement {
  const t = useTexts(SITES);
  const words = useTexts(INSTALL);
  return (
    <Tabs.Root defaultValue="html" className="min-w-0">
      <Tabs.List aria-label={t.platform} className="flex flex-wrap gap-1.5">
        {PLATFORMS.map(({ id, name }) => (
          <Tabs.Trigger
            key={id}
            value={id}
            className="h-8 rounded-full border border-line px-3 text-[13px] font-medium text-soft hover:border-line-strong hover:text-ink data-[state=active]:border-accent data-[state=active]:bg-accent-wash data-[state=active]:text-accent-ink"
          >
            {name}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {PLATFORMS.map(({ id, code }) => (
        <Tabs.Content key={id} value={id} className="mt-4 grid min-w-0 grid-cols-1 gap-3">
          <p className="max-w-[62ch] text-soft">{words[id]}</p>
          <CopyBox text={code(snippet, siteId)} label={t.snippet} />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}
