import { useState, type ReactElement } from 'react';
import { InstallCheckDocument, StartInstallCheckDocument } from '../../api/sites.generated';
import { useMutation } from '../../api/useMutation';
import { useQuery } from '../../api/useQuery';
import { TRACKING } from '../../i18n/tracking';
import { useTexts } from '../../i18n/catalogue';
import { useNow } from '../../lib/useNow';
import { Button, buttonClass } from '../../ui/form/Button';
import { ErrorNotice, Notice } from '../../ui/form/Notice';
import { Section } from '../../ui/form/Section';
import { LiveDot } from '../../ui/LiveDot';

const ASK_EVERY_MS = 1500;

/** Opens a page of the site in a new tab, and waits for its script to answer. */
export function Check({ siteId }: { siteId: string }): ReactElement {
  const t = useTexts(TRACKING);
  const [begun, setBegun] = useState<{ token: string; url: string }>();
  const start = useMutation(StartInstallCheckDocument);
  const run = async (): Promise<void> => {
    // Opened before anything is awaited: later it would be an unwanted window.
    const opened = window.open('about:blank', '_blank');
    const answer = await start.run({ siteId });
    if (!answer) return opened?.close();
    setBegun(answer.startInstallCheck);
    if (!opened) return;
    opened.opener = null;
    opened.location.href = answer.startInstallCheck.url;
  };
  return (
    <Section
      title={t.checkTitle}
      description={t.checkText}
      footer={
        <Button disabled={start.busy} onClick={() => void run()}>
          {t.check}
        </Button>
      }
    >
      {begun && <Answer key={begun.token} siteId={siteId} {...begun} />}
      <ErrorNotice error={start.error} />
    </Section>
  );
}

interface AnswerProps {
  siteId: string;
  token: string;
  url: string;
}

function Answer({ siteId, token, url }: AnswerProps): ReactElement {
  const t = useTexts(TRACKING);
  const now = useNow(ASK_EVERY_MS);
  const check = useQuery(InstallCheckDocument, { siteId, token }, { revision: now }).data
    ?.installCheck;
  if (check?.answeredAt)
    return (
      <Notice kind="good">
        <p className="font-medium">{t.answered}</p>
        <p>
          {[
            check.scriptVersion && t.version(check.scriptVersion),
            check.consent && t.consentIs(check.consent),
            check.firstParty ? t.firstParty : t.thirdParty,
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </Notice>
    );
  return (
    <div role="status" className="flex flex-wrap items-center gap-3 text-soft">
      <LiveDot active />
      {t.checking}
      <a href={url} target="_blank" rel="noreferrer" className={buttonClass('quiet')}>
        {t.openAgain}
      </a>
    </div>
  );
}
