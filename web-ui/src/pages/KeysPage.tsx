import { useState, type ReactElement } from 'react';
import { ApiKeysDocument, RevokeApiKeyDocument, type ApiKeysQuery } from '../api/people.generated';
import { useMutation } from '../api/useMutation';
import { useQuery } from '../api/useQuery';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import { formatDay, formatNumber, formatRelative } from '../i18n/dates';
import { useNow } from '../lib/useNow';
import { NewKeyDialog } from '../people/NewKeyDialog';
import { useSitesInWords } from '../people/SitesField';
import { Plus } from '../shell/icons';
import { WithRight } from '../shell/NoPermission';
import type { Organization } from '../shell/organization';
import { Page } from '../shell/Page';
import { DataTable, type Column } from '../ui/DataTable';
import { Button } from '../ui/form/Button';
import { ConfirmDialog } from '../ui/form/ConfirmDialog';
import { ListFrame } from '../ui/ListFrame';
import { Empty } from '../ui/states';
import { toast } from '../ui/toast';

type Key = ApiKeysQuery['apiKeys']['edges'][number]['node'];

const PAGE = 50;
const ASK_AGAIN_MS = 60_000;

export function KeysPage(): ReactElement {
  return (
    <WithRight right="govern">{({ id }: Organization) => <Keys organizationId={id} />}</WithRight>
  );
}

function Keys({ organizationId }: { organizationId: string }): ReactElement {
  const t = useTexts(PEOPLE);
  const sitesInWords = useSitesInWords();
  const now = useNow(ASK_AGAIN_MS);
  const [making, setMaking] = useState(false);
  const [ending, setEnding] = useState<Key>();
  const [first, setFirst] = useState(PAGE);
  const keys = useQuery(ApiKeysDocument, { organizationId, first }, { revision: now });
  const connection = keys.data?.apiKeys;
  const rows = connection?.edges.map(({ node }) => node);
  const columns: Column<Key>[] = [
    {
      id: 'name',
      header: t.keyName,
      wide: true,
      by: ({ name }) => name.toLowerCase(),
      cell: ({ name, prefix }) => (
        <span>
          <span className="block font-medium break-words">{name}</span>
          <code className="font-mono text-[12px] text-faint">{prefix}…</code>
        </span>
      ),
    },
    {
      id: 'scope',
      header: t.scope,
      by: ({ scope }) => scope,
      cell: ({ scope }) => t.scopes[scope],
    },
    {
      id: 'sites',
      header: t.sites,
      cell: ({ siteIds }) => <span className="whitespace-nowrap">{sitesInWords(siteIds)}</span>,
    },
    {
      id: 'expires',
      header: t.expiry,
      by: ({ expiresAt }) => expiresAt ?? '9',
      cell: ({ expiresAt }) =>
        expiresAt && Date.parse(expiresAt) < now ? (
          <span className="text-bad">{t.expired}</span>
        ) : (
          <span className="whitespace-nowrap">
            {expiresAt ? formatDay(expiresAt) : t.expiryNever}
          </span>
        ),
    },
    {
      id: 'used',
      header: t.lastUsed,
      by: ({ lastUsedAt }) => lastUsedAt ?? '',
      cell: ({ lastUsedAt }) => (
        <span className="whitespace-nowrap">
          {lastUsedAt ? formatRelative(lastUsedAt, now) : t.never}
        </span>
      ),
    },
    {
      id: 'requests',
      header: t.requests,
      by: ({ requests }) => requests,
      cell: ({ requests, requestsPerMinuteMax }) => (
        <span className="figures">
          {formatNumber(requests)}
          {requestsPerMinuteMax && (
            <span className="block text-[12px] whitespace-nowrap text-faint">
              {t.perMinute(formatNumber(requestsPerMinuteMax))}
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'actions',
      header: t.actions,
      actions: true,
      cell: (key) => (
        <Button kind="quiet" className="hover:text-bad" onClick={() => setEnding(key)}>
          {t.revokeKey}
        </Button>
      ),
    },
  ];
  return (
    <Page
      title={t.keys}
      description={t.keysText}
      actions={
        <Button kind="primary" onClick={() => setMaking(true)}>
          <Plus />
          {t.newKey}
        </Button>
      }
    >
      <ListFrame
        query={keys}
        retry={keys.retry}
        count={rows?.length}
        empty={<Empty title={t.noKeys}>{t.noKeysText}</Empty>}
        onMore={connection?.pageInfo.hasNextPage ? () => setFirst(first + PAGE) : undefined}
      >
        <DataTable label={t.keys} columns={columns} rows={rows ?? []} idOf={({ id }) => id} />
      </ListFrame>
      {making && <NewKeyDialog organizationId={organizationId} onClose={() => setMaking(false)} />}
      {ending && (
        <EndKey
          organizationId={organizationId}
          apiKey={ending}
          onClose={() => setEnding(undefined)}
        />
      )}
    </Page>
  );
}

function EndKey({
  organizationId,
  apiKey,
  onClose,
}: {
  organizationId: string;
  apiKey: Key;
  onClose: () => void;
}): ReactElement {
  const t = useTexts(PEOPLE);
  const revoke = useMutation(RevokeApiKeyDocument, { invalidates: [ApiKeysDocument] });
  const confirm = async (): Promise<void> => {
    if (!(await revoke.run({ organizationId, id: apiKey.id }))) return;
    toast(t.keyRevoked(apiKey.name));
    onClose();
  };
  return (
    <ConfirmDialog
      title={t.revokeKey}
      text={t.revokeKeyText(apiKey.name)}
      action={t.revokeKey}
      busy={revoke.busy}
      error={revoke.error}
      onConfirm={() => void confirm()}
      onClose={onClose}
    />
  );
}
