import { useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, type ReactElement } from 'react';
import { SitesDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import {
  formatAgo,
  formatBytes,
  formatChange,
  formatExact,
  formatLatency,
  formatUptime,
} from '../lib/format';
import { textOf } from '../lib/query-string';
import { LiveSwitch } from '../live/LiveSwitch';
import { usePaused } from '../live/pause';
import { DataTable } from '../pipeline/DataTable';
import { ErrorLog } from '../pipeline/ErrorLog';
import { concerns, type Health, type Moment } from '../pipeline/history';
import { Meter, Tile } from '../pipeline/Tile';
import { usePipeline, type ErrorFilter } from '../pipeline/usePipeline';
import { Footer } from '../ui/Footer';
import { Warning } from '../ui/icons';
import { LiveDot } from '../ui/LiveDot';
import { Empty, Failure, Skeleton } from '../ui/states';
import { useTexts } from '../i18n/catalogue';
import { useLanguage } from '../i18n/language';
import { FLOW } from '../i18n/flow';

const SITES = 500;

export function PipelinePage(): ReactElement {
  const [language] = useLanguage();
  return <DataFlow key={language} />;
}

function DataFlow(): ReactElement {
  const t = useTexts(FLOW);
  const paused = usePaused();
  const search = useSearch({
    strict: false,
    select: (all): Record<string, unknown> => ({ ...all }),
  });
  const navigate = useNavigate();
  const filter: ErrorFilter = { search: textOf(search['find']), siteId: textOf(search['site']) };
  const setFilter = ({ search: find, siteId: site }: ErrorFilter): void => {
    const next = { ...(find && { find }), ...(site && { site }) };
    void navigate({ to: '.', search: next as never, replace: true, resetScroll: false });
  };
  const { health, history, error } = usePipeline(paused, useDeferredValue(filter));
  const sites = useQuery(SitesDocument, { first: SITES }).data?.sites.edges ?? [];
  const siteNames = new Map(sites.map(({ node }) => [node.id, node.name]));
  return (
    <div className="mx-auto max-w-[1320px] px-3 sm:px-6">
      <title>{`${t.title} · Footfall`}</title>
      <header className="flex items-center justify-between gap-3 py-3">
        <h1 className="flex items-center gap-2.5 text-[19px] font-semibold tracking-[-0.02em]">
          <LiveDot active={!paused} />
          {t.title}
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

interface Both {
  health: Health;
  history: readonly Moment[];
}

function Flow({ health, history }: Both): ReactElement {
  const t = useTexts(FLOW);
  const perMinute = (value: number): string => t.perMinute(formatExact(value, 'count'));
  const { latencyMs } = health;
  return (
    <section
      className="card grid grid-cols-2 gap-px overflow-hidden bg-line sm:grid-cols-4"
      aria-label={t.flow}
      data-testid="flow"
    >
      <Tile
        label={t.received}
        value={perMinute(health.receivedPerMinute)}
        hint={t.receivedHint}
        trend={history.map(({ received }) => received)}
      />
      <Tile
        label={t.processed}
        value={perMinute(health.processedPerMinute)}
        hint={t.processedHint}
        trend={history.map(({ processed }) => processed)}
      />
      <Tile label={t.queued} value={formatExact(health.queued, 'count')} hint={t.queuedHint} />
      <Tile
        label={t.failed}
        value={perMinute(health.failedPerMinute)}
        tone={health.failedPerMinute > 0 ? 'bad' : 'plain'}
        hint={t.failedHint}
      >
        {t.refused(perMinute(health.rejectedPerMinute))}
      </Tile>
      <Tile
        label={t.median}
        value={formatLatency(latencyMs.p50)}
        hint={t.medianHint}
        trend={history.map(({ latency }) => latency)}
      />
      <Tile label={t.p95} value={formatLatency(latencyMs.p95)} hint={t.p95Hint}>
        {t.p99(formatLatency(latencyMs.p99))}
      </Tile>
      <Tile
        label={t.checkpoint}
        value={formatExact(health.checkpointAgeSec, 'seconds')}
        hint={t.checkpointHint}
      >
        {t.framesSince(formatExact(health.lowWaterLag, 'count'))}
      </Tile>
      <Tile
        label={t.uptime}
        value={formatUptime(health.uptimePercent)}
        tone={health.uptimePercent >= 99.9 ? 'good' : 'bad'}
        hint={t.uptimeHint}
      />
    </section>
  );
}

function Storage({ health, history }: Both): ReactElement {
  const t = useTexts(FLOW);
  const { log, resources, tables } = health;
  const part = log.bytesMax > 0 ? log.bytes / log.bytesMax : 0;
  return (
    <section className="card p-4 sm:p-5" aria-label={t.storage}>
      <h2 className="mb-3 text-[15px] font-semibold tracking-[-0.01em]">{t.storage}</h2>
      <div className="mb-4 grid grid-cols-1 gap-x-6 gap-y-3 sm:grid-cols-2">
        <Meter
          label={t.log}
          part={part}
          text={t.ofMax(formatBytes(log.bytes), formatBytes(log.bytesMax))}
        />
        <Meter
          label={t.processor}
          part={resources.cpuPercent / (100 * Math.max(1, Math.ceil(resources.cpuPercent / 100)))}
          text={formatChange(resources.cpuPercent)}
        />
        <p className="flex justify-between text-[13px]">
          <span className="text-soft">{t.memory}</span>
          <span className="figures font-medium">{formatBytes(resources.memoryBytes)}</span>
        </p>
        <p className="flex justify-between text-[13px]">
          <span className="text-soft">{t.highest}</span>
          <span className="figures font-medium">
            {formatChange(Math.max(0, ...history.map(({ cpu }) => cpu)))}
          </span>
        </p>
      </div>
      <DataTable
        label={t.tables}
        headings={t.tableHeadings}
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
        empty={<Empty title={t.noTables} />}
      />
    </section>
  );
}

function Partitions({ health }: { health: Health }): ReactElement {
  const t = useTexts(FLOW);
  return (
    <section className="card p-4 sm:p-5" aria-label={t.partitions}>
      <h2 className="mb-3 text-[15px] font-semibold tracking-[-0.01em]">{t.partitions}</h2>
      <DataTable
        label={t.partitions}
        headings={t.partitionHeadings}
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
        empty={<Empty title={t.noPartitions} />}
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
  const t = useTexts(FLOW);
  const now = Date.parse(health.at);
  return (
    <section className="card p-4 sm:p-5" aria-label={t.sites} data-testid="site-flow">
      <h2 className="mb-3 text-[15px] font-semibold tracking-[-0.01em]">{t.sites}</h2>
      <DataTable
        label={t.sites}
        headings={t.siteHeadings}
        rows={health.sites
          .toSorted((left, right) => right.receivedLastHour - left.receivedLastHour)
          .map((one) => ({
            key: one.siteId,
            cells: [
              siteNames.get(one.siteId) ?? one.siteId,
              formatExact(one.receivedLastHour, 'count'),
              formatExact(one.rejectedLastHour, 'count'),
              formatExact(one.refusedLastHour, 'count'),
              one.lastEventAt ? formatAgo(one.lastEventAt, now) : t.never,
            ],
          }))}
        empty={<Empty title={t.noneReceived} />}
      />
    </section>
  );
}
