import * as Tabs from '@radix-ui/react-tabs';
import { useState, type ReactElement } from 'react';
import type { Platform } from '../api/sites.generated';
import { SnippetDocument } from '../api/sites.generated';
import { useQuery } from '../api/useQuery';
import { INSTALL } from '../i18n/install';
import { SITES } from '../i18n/sites';
import { useTexts } from '../i18n/catalogue';
import { CopyBox } from '../ui/CopyBox';
import { ErrorNotice } from '../ui/form/Notice';
import { Skeleton } from '../ui/states';
import { PLATFORMS } from './platforms';

/** What to paste, by where it goes. */
export function SnippetTabs({ siteId }: { siteId: string }): ReactElement {
  const t = useTexts(SITES);
  const words = useTexts(INSTALL);
  const [chosen, setChosen] = useState<Platform>('HTML');
  return (
    <Tabs.Root
      value={chosen}
      onValueChange={(value) => setChosen(value as Platform)}
      className="min-w-0"
    >
      <Tabs.List aria-label={t.platform} className="flex flex-wrap gap-1.5">
        {PLATFORMS.map(({ platform, name }) => (
          <Tabs.Trigger
            key={platform}
            value={platform}
            className="h-8 rounded-full border border-line px-3 text-[13px] font-medium text-soft hover:border-line-strong hover:text-ink data-[state=active]:border-accent data-[state=active]:bg-accent-wash data-[state=active]:text-accent-ink"
          >
            {name}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {PLATFORMS.map(({ platform, text }) => (
        <Tabs.Content
          key={platform}
          value={platform}
          className="mt-4 grid min-w-0 grid-cols-1 gap-3"
        >
          <p className="max-w-[62ch] text-soft">{words[text]}</p>
          <Snippet siteId={siteId} platform={platform} />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

function Snippet({ siteId, platform }: { siteId: string; platform: Platform }): ReactElement {
  const t = useTexts(SITES);
  const asked = useQuery(SnippetDocument, { id: siteId, platform });
  if (asked.status === 'failed') return <ErrorNotice error={asked.error} />;
  // The last answer is another platform's until this one's is there.
  if (asked.status === 'loading') return <Skeleton className="h-11" />;
  return <CopyBox text={asked.data.site?.snippet ?? ''} label={t.snippet} />;
}
