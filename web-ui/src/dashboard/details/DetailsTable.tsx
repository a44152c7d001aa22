import {
  columnVisibilityFeature,
  createColumnHelper,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactElement } from 'react';
import type { Dimension, Metric, StatsFieldsFragment } from '../../api/generated';
import { formatExact } from '../../lib/format';
import { nameOf } from '../../lib/names';
import { Change } from '../../ui/Change';
import { ArrowDown, ArrowUp } from '../../ui/icons';
import { Hint } from '../Hint';
import { METRICS, metricInfo } from '../metrics';
import { useMeaning } from '../useDefinitions';
import type { Sort } from '../search';
import type { Pages } from './usePages';

type Answer = StatsFieldsFragment['rows'][number];

interface TableRow {
  index: number;
  /** Undefined while it is loaded. */
  answer: Answer | undefined;
}

const ROW_PX = 38;
const AHEAD = 12;

const features = tableFeatures({ columnVisibilityFeature });
const helper = createColumnHelper<typeof features, TableRow>();
const tableColumns = helper.columns(
  METRICS.map(({ metric, label }) =>
    helper.accessor(() => undefined, { id: metric, header: label }),
  ),
);

interface DetailsTableProps {
  dimension: Dimension;
  heading: string;
  columns: readonly Metric[];
  currency: string;
  sort: Sort;
  pages: Pages;
  compared: boolean;
  chosen: string | null | undefined;
  onSort: (sort: Sort) => void;
  onWindow: (window: readonly [number, number]) => void;
  onChoose: (value: string | null) => void;
}

/** As long as the answer; only what is near the window is in the document. */
export function DetailsTable(props: DetailsTableProps): ReactElement {
  const { dimension, columns, currency, sort, pages, onWindow } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const count = pages.loaded?.rowCount ?? 0;
  // The virtualizer's functions are not to be memoised, and nothing here hands them on.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: AHEAD,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onWindow([first, last]), [onWindow, first, last]);
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [sort.metric, sort.descending]);

  const visible = Object.fromEntries(
    METRICS.map(({ metric }) => [metric, columns.includes(metric)]),
  );
  const table = useTable({
    features,
    columns: tableColumns,
    data: items.map(({ index }) => ({ index, answer: pages.rowAt(index) })),
    state: { columnVisibility: visible },
  });
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const largest = pages.rowAt(0)?.metrics[columns.indexOf(sort.metric)] ?? 0;

  return (
    <div
      ref={scroller}
      className="quiet-scroll min-h-0 flex-1 overflow-auto px-2.5 sm:px-5"
      role="region"
      aria-label={props.heading}
      tabIndex={0}
      data-testid="details-scroll"
    >
      <table
        className="figures w-full border-separate border-spacing-0 text-left text-[13.5px]"
        aria-rowcount={count + 1}
        data-testid="details-table"
      >
        <thead className="text-[12px] text-faint">
          <tr aria-rowindex={1}>
            <th className="sticky top-0 left-0 z-20 border-b border-line bg-raised py-2 pr-3 font-medium">
              {props.heading}
            </th>
            {table.getVisibleLeafColumns().map(({ id }) => (
              <SortHeading key={id} metric={id as Metric} {...props} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && (
            <tr aria-hidden="true">
              <td colSpan={columns.length + 1} style={{ height: before }} />
            </tr>
          )}
          {table.getRowModel().rows.map(({ original: { index, answer } }) => (
            <tr key={index} aria-rowindex={index + 2} className="group" style={{ height: ROW_PX }}>
              <th
                scope="row"
                className="sticky left-0 z-10 max-w-0 min-w-36 sm:min-w-64 border-b border-line bg-raised font-normal group-hover:bg-sunken max-sm:w-2/5 sm:w-[34%]"
              >
                {answer && (
                  <NameButton
                    name={nameOf(dimension, answer.dimensions[0])}
                    value={answer.dimensions[0] ?? null}
                    share={share(answer.metrics[columns.indexOf(sort.metric)], largest)}
                    chosen={props.chosen}
                    onChoose={props.onChoose}
                  />
                )}
              </th>
              {table.getVisibleLeafColumns().map(({ id }, place) => {
                const { unit, better } = metricInfo(id as Metric);
                return (
                  <td
                    key={id}
                    className="border-b border-line pl-4 text-right whitespace-nowrap group-hover:bg-sunken"
                  >
                    {answer ? formatExact(answer.metrics[place], unit, currency) : '·'}
                    {props.compared && (
                      <span className="inline-block w-14 pl-1 text-left">
                        <Change change={answer?.change?.[place]} better={better} />
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
          {after > 0 && (
            <tr aria-hidden="true">
              <td colSpan={columns.length + 1} style={{ height: after }} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

const share = (value: number | null | undefined, largest: number): number =>
  largest > 0 ? Math.min(1, (value ?? 0) / largest) : 0;

function NameButton({
  name,
  value,
  share: length,
  chosen,
  onChoose,
}: {
  name: string;
  value: string | null;
  share: number;
  chosen: string | null | undefined;
  onChoose: (value: string | null) => void;
}): ReactElement {
  return (
    <button
      type="button"
      title={name}
      aria-pressed={chosen === value}
      data-testid="details-row"
      onClick={() => onChoose(value)}
      className="relative flex h-[30px] w-full items-center rounded-md px-2 text-left hover:text-accent-ink"
    >
      <span
        className="absolute inset-y-0 left-0 rounded-md bg-bar"
        style={{ width: `${length * 100}%` }}
      />
      <span className={`relative truncate ${value === null ? 'text-faint italic' : ''}`}>
        {name}
      </span>
    </button>
  );
}

function SortHeading({
  metric,
  sort,
  compared,
  onSort,
}: DetailsTableProps & { metric: Metric }): ReactElement {
  const { label } = metricInfo(metric);
  const meaning = useMeaning(metric);
  const active = sort.metric === metric;
  const Arrow = active && !sort.descending ? ArrowUp : ArrowDown;
  return (
    <th
      aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : 'none'}
      className={`sticky top-0 z-10 border-b border-line bg-raised py-1 pl-4 text-right ${compared ? 'pr-14' : ''}`}
    >
      <Hint text={meaning}>
        <button
          type="button"
          onClick={() => onSort({ metric, descending: !(active && sort.descending) })}
          className={`-mr-1 inline-flex h-7 items-center gap-1 rounded px-1 font-medium whitespace-nowrap hover:text-ink ${active ? 'text-accent-ink' : ''}`}
        >
          {active && <Arrow className="size-3" />}
          {label}
        </button>
      </Hint>
    </th>
  );
}
