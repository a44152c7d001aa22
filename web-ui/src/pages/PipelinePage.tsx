import { useDeferredValue, useState, type ReactElement } from 'react';
import { SitesDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { formatAgo, formatBytes, formatExact } from '../lib/format';
import { LiveSwitch } from '../live/LiveSwitch';
import { usePaused } from '../live/pause';
import { DataTable } from '../pipeline/DataTable';
import { ErrorLog } from '../pipeline/ErrorLog';
import { concerns, type Health, type Moment } from '../pipeline/history';
import { Meter, Tile } from '../pipeline/Tile';
import { usePipeline, type ErrorFilter } from '../pipeline/usePipeline';
import { Footer } from '../ui/Footer';
import { Warning } from '../ui/icons';
import { LiveDot } from '../ui/LivePill';
import { Empty, Failure, Skeleton } from '../ui/states';

const SITES = 500;

export function PipelinePage(): ReactElement {
  const paused = usePaused();
  const [filter, setFilter] = useState<ErrorFilter>({ search: null, siteId: null });
  const { health, history, error } = usePipeline(paused, useDeferredValue(filter));
  const sites = useQuery(SitesDocument, { first: SITES }).data?.sites.edges ?? [];
  const siteNames = new Map(sites.map(({ node }) => [node.id, node.name]));
  return (
    <div className="mx-auto max-w-[1320px] px-3 sm:px-6">
      <title>Data flow</title>
      <header className="flex items-center justify-between gap-3 py-3">
        <h1 className="flex items-center gap-2.5 text-[19px] font-semibold tracking-[-0.02em]">
          <LiveDot active={!paused} />
          Data flow
        </h1>
        <LiveSwitch />
      </header>
      {error && !health && (
        <div className="card py-10">
          <Failure error={error} />
        </div>
      )}
      {!health && !error && <Skeleton className="h-80" />}
      {health && (
        <main className="grid grid-cols-1 gap-4">
          {concerns(health).map((text) => (
            <p
              key={text}
              role="status"
              className="flex items-center gap-2.5 rounded-xl bg-bad-wash px-4 py-2.5 font-medium text-bad"
            >
              <Warning />
              {text}
            </p>
          ))}
          <Flow health={health} history={history} />
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
            <Storage health={health} history={history} />
            <Partitions health={health} />
          </div>
          <SiteFlow health={health} siteNames={siteNames} />
          <ErrorLog
            errors={health.errors}
            siteNames={siteNames}
            filter={filter}
            onFilter={setFilter}
          />
        </main>
      )}
      <Footer />
    </div>
  );
}

const perMinute = (value: number): string => `${formatExact(value, 'count')} / min`;
const milliseconds = (value: number): string =>
  value < 1000 ? `${value.toFixed(value < 10 ? 1 : 0)} ms` : `${(value / 1000).toFixed(2)} s`;

interface Both {
  health: Health;
  history: readonly Moment[];
}

function Flow({ health, history }: Both): ReactElement {
  const { latencyMs } = health;
  return (
    <section
      className="card grid grid-cols-2 gap-px overflow-hidden bg-line sm:grid-cols-4"
      aria-label="Flow"
      data-testid="flow"
    >
      <Tile
        label="Received"
        value={perMinute(health.receivedPerMinute)}
        hint="Events accepted in the last minute"
        trend={history.map(({ received }) => received)}
      />
      <Tile
        label="Processed"
        value={perMinute(health.processedPerMinute)}
        hint="Events that became queryable in the last minute"
        trend={history.map(({ processed }) => processed)}
      />
      <Tile
        label="Queued"
        value={formatExact(health.queued, 'count')}
        hint="In the log, not processed yet"
      />
      <Tile
        label="Failed"
        value={perMinute(health.failedPerMinute)}
        tone={health.failedPerMinute > 0 ? 'bad' : 'plain'}
        hint="Events that could not be processed"
      >
        {perMinute(health.rejectedPerMinute)} refused
      </Tile>
      <Tile
        label="Latency, median"
        value={milliseconds(latencyMs.p50)}
        hint="From acceptance until an event is in answers"
        trend={history.map(({ latency }) => latency)}
      />
      <Tile label="Latency, 95%" value={milliseconds(latencyMs.p95)} hint="19 of 20 are faster">
        {milliseconds(latencyMs.p99)} for 99%
      </Tile>
      <Tile
        label="Last checkpoint"
        value={formatExact(health.checkpointAgeSec, 'seconds')}
        hint="Since rows were committed to the tables"
      >
        ago; {formatExact(health.lowWaterLag, 'count')} frames since
      </Tile>
      <Tile
        label="Uptime"
        value={`${health.uptimePercent.toFixed(health.uptimePercent === 100 ? 0 : 2)}%`}
        tone={health.uptimePercent >= 99.9 ? 'good' : 'bad'}
        hint="Minutes ready of the last 30 days"
      />
    </section>
  );
}

function Storage({ health, history }: Both): ReactElement {
  const { log, resources, tables } = health;
  const part = log.bytesMax > 0 ? log.bytes / log.bytesMax : 0;
  return (
    <section className="card p-4 sm:p-5" aria-label="Storage and resources">
      <h2 className="mb-3 text-[15px] font-semibold tracking-[-0.01em]">Storage and resources</h2>
      <div className="mb-4 grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-2">
        <Meter
          label="Log"
          part={part}
          text={`${formatBytes(log.bytes)} of ${formatBytes(log.bytesMax)}`}
        />
        <Meter
          label="Processor"
          part={resources.cpuPercent / (100 * Math.max(1, Math.ceil(resources.cpuPercent / 100)))}
          text={`${resources.cpuPercent.toFixed(0)}%`}
        />
        <p className="flex justify-between text-[13px]">
          <span className="text-soft">Memory</span>
          <span className="figures font-medium">{formatBytes(resources.memoryBytes)}</span>
        </p>
        <p className="flex justify-between text-[13px]">
          <span className="text-soft">Processor, highest in 5 minutes</span>
          <span className="figures font-medium">
            {Math.max(0, ...history.map(({ cpu }) => cpu)).toFixed(0)}%
          </span>
        </p>
      </div>
      <DataTable
        label="Tables"
        headings={['Table', 'Rows', 'Size', 'Files', 'Version']}
        rows={tables.map((table) => ({
          key: table.name,
          cells: [
            table.name,
            formatExact(table.rows, 'count'),
            formatBytes(table.bytes),
            formatExact(table.files, 'count'),
            table.version,
          ],
        }))}
        empty={<Empty title="No tables yet" />}
      />
    </section>
  );
}

function Partitions({ health }: { health: Health }): ReactElement {
  return (
    <section className="card p-4 sm:p-5" aria-label="Partitions">
      <h2 className="mb-3 text-[15px] font-semibold tracking-[-0.01em]">Partitions of the log</h2>
      <DataTable
        label="Partitions"
        headings={['Partition', 'First', 'Applied', 'Next', 'Behind', 'In memory']}
        rows={health.partitions.map((one) => ({
          key: String(one.partition),
          cells: [
            one.partition,
            formatExact(one.firstOffset, 'count'),
            formatExact(one.appliedOffset, 'count'),
            formatExact(one.nextOffset, 'count'),
            formatExact(Math.max(0, one.nextOffset - one.appliedOffset - 1), 'count'),
            formatExact(one.hotRows, 'count'),
          ],
        }))}
        empty={<Empty title="None that you may see" />}
      />
    </section>
  );
}

function SiteFlow({
  health,
  siteNames,
}: {
  health: Health;
  siteNames: ReadonlyMap<string, string>;
}): ReactElement {
  const now = Date.parse(health.at);
  return (
    <section className="card p-4 sm:p-5" aria-label="Sites" data-testid="site-flow">
      <h2 className="mb-3 text-[15px] font-semibold tracking-[-0.01em]">Sites in the last hour</h2>
      <DataTable
        label="Sites"
        headings={['Site', 'Received', 'Rejected', 'Refused', 'Last event']}
        rows={health.sites
          .toSorted((left, right) => right.receivedLastHour - left.receivedLastHour)
          .map((one) => ({
            key: one.siteId,
            cells: [
              siteNames.get(one.siteId) ?? one.siteId,
              formatExact(one.receivedLastHour, 'count'),
              formatExact(one.rejectedLastHour, 'count'),
              formatExact(one.refusedLastHour, 'count'),
              one.lastEventAt ? formatAgo(one.lastEventAt, now) : 'never',
            ],
          }))}
        empty={<Empty title="Nothing has come in the last hour" />}
      />
    </section>
  );
}
