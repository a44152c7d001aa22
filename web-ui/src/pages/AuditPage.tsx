import { useState, type ReactElement } from 'react';
import { AuditLogDocument, type AuditLogQuery } from '../api/people.generated';
import { useQuery } from '../api/useQuery';
import { DEEDS, describeDeed } from '../i18n/deeds';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import { formatMoment } from '../i18n/dates';
import { Target } from '../people/Target';
import { WithRight } from '../shell/NoPermission';
import { Page } from '../shell/Page';
import { DataTable, type Column } from '../ui/DataTable';
import { ListFrame } from '../ui/ListFrame';
import { Empty } from '../ui/states';

type Entry = AuditLogQuery['auditLog']['edges'][number]['node'];

const PAGE = 50;

export function AuditPage(): ReactElement {
  const t = useTexts(PEOPLE);
  return (
    <WithRight right="govern">
      {({ id }) => (
        <Page title={t.audit} description={t.auditText}>
          <AuditLog organizationId={id} />
        </Page>
      )}
    </WithRight>
  );
}

function AuditLog({ organizationId }: { organizationId: string }): ReactElement {
  const t = useTexts(PEOPLE);
  // Pages are asked for one by one, each where the one before ended.
  const [cursors, setCursors] = useState<(string | null)[]>([null]);
  return (
    <div className="grid gap-4">
      {cursors.map((after, index) => (
        <AuditPart
          key={after ?? ''}
          organizationId={organizationId}
          after={after}
          label={`${t.audit} ${index + 1}`}
          isLast={index === cursors.length - 1}
          onMore={(cursor) => setCursors([...cursors, cursor])}
        />
      ))}
    </div>
  );
}

interface AuditPartProps {
  organizationId: string;
  after: string | null;
  label: string;
  isLast: boolean;
  onMore: (cursor: string) => void;
}

function AuditPart({ organizationId, after, label, isLast, onMore }: AuditPartProps): ReactElement {
  const t = useTexts(PEOPLE);
  const deeds = useTexts(DEEDS);
  const log = useQuery(AuditLogDocument, { organizationId, first: PAGE, after });
  const connection = log.data?.auditLog;
  const rows = connection?.edges.map(({ node }) => node);
  const cursor = connection?.pageInfo.endCursor;
  const columns: Column<Entry>[] = [
    {
      id: 'what',
      header: t.what,
      cell: ({ action }) => (
        <span className="font-medium sm:whitespace-nowrap">{describeDeed(deeds, action)}</span>
      ),
    },
    {
      id: 'target',
      header: t.target,
      wide: true,
      cell: ({ action, target }) => <Target action={action} target={target} />,
    },
    {
      id: 'who',
      header: t.who,
      cell: ({ actor }) => (
        <span className="max-sm:break-all sm:whitespace-nowrap">{actor || t.system}</span>
      ),
    },
    {
      id: 'from',
      header: t.address,
      cell: ({ address }) => <span className="figures text-soft">{address ?? '–'}</span>,
    },
    {
      id: 'when',
      header: t.when,
      cell: ({ at }) => (
        <time dateTime={at} className="figures whitespace-nowrap text-soft">
          {formatMoment(at)}
        </time>
      ),
    },
  ];
  return (
    <div>
      <ListFrame
        query={log}
        retry={log.retry}
        count={rows?.length}
        empty={<Empty title={t.noAudit} />}
        moreLabel={t.more}
        onMore={
          isLast && connection?.pageInfo.hasNextPage && cursor ? () => onMore(cursor) : undefined
        }
      >
        <DataTable label={label} columns={columns} rows={rows ?? []} idOf={({ id }) => id} />
      </ListFrame>
    </div>
  );
}
