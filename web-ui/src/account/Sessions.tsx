import { useState, type ReactElement } from 'react';
import { EndSessionDocument, SessionsDocument } from '../api/account.generated';
import { fromUnknown, type ApiError } from '../api/error';
import { useMutation } from '../api/useMutation';
import { useQuery } from '../api/useQuery';
import { signOut } from '../auth/session';
import { ACCOUNT } from '../i18n/account';
import { useTexts } from '../i18n/catalogue';
import { formatRelative } from '../i18n/dates';
import { useNow } from '../lib/useNow';
import { Button } from '../ui/form/Button';
import { ConfirmDialog } from '../ui/form/ConfirmDialog';
import { ErrorNotice } from '../ui/form/Notice';
import { Section } from '../ui/form/Section';
import { Skeleton } from '../ui/states';
import { toast } from '../ui/toast';
import { describeAgent } from './user-agent';

export function Sessions(): ReactElement {
  const t = useTexts(ACCOUNT);
  const now = useNow(30_000);
  const sessions = useQuery(SessionsDocument, {}, { revision: now }).data?.sessions;
  const end = useMutation(EndSessionDocument, { invalidates: [SessionsDocument] });
  const [asking, setAsking] = useState(false);
  const nameOf = (agent: string | null | undefined): string => {
    const { browser, system } = describeAgent(agent);
    if (browser && system) return t.browserOn(browser, system);
    return browser ?? system ?? t.unknownBrowser;
  };
  return (
    <Section
      title={t.sessions}
      description={t.sessionsText}
      footer={<Button onClick={() => setAsking(true)}>{t.endAll}</Button>}
    >
      {sessions ? (
        <ul className="divide-y divide-line rounded-[10px] border border-line">
          {sessions.map(({ id, userAgent, address, lastUsedAt, current }) => (
            <li key={id} className="flex items-center justify-between gap-3 px-4 py-2.5">
              <div className="min-w-0">
                <p className="font-medium">
                  {nameOf(userAgent)}
                  {current && (
                    <span className="ml-2 rounded-full bg-accent-wash px-2 py-0.5 text-[11.5px] font-normal text-accent-ink">
                      {t.thisOne}
                    </span>
                  )}
                </p>
                <p className="text-[12.5px] break-words text-faint">
                  {[address, t.lastUsed(formatRelative(lastUsedAt, now))]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
              </div>
              {!current && (
                <Button
                  kind="quiet"
                  disabled={end.busy}
                  onClick={() => {
                    void end.run({ id }).then((done) => {
                      if (done) toast(t.ended);
                    });
                  }}
                >
                  {t.end}
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <Skeleton className="h-14 w-full" />
      )}
      <ErrorNotice error={end.error} />
      {asking && <EndAll onClose={() => setAsking(false)} />}
    </Section>
  );
}

function EndAll({ onClose }: { onClose: () => void }): ReactElement {
  const t = useTexts(ACCOUNT);
  const [error, setError] = useState<ApiError>();
  return (
    <ConfirmDialog
      title={t.endAll}
      text={t.endAllText}
      action={t.endAll}
      busy={false}
      error={error}
      onConfirm={() => void signOut(true).catch((reason: unknown) => setError(fromUnknown(reason)))}
      onClose={onClose}
    />
  );
}
