import {
  createSortedRowModel,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
  type ColumnDef,
  type RowData,
} from '@tanstack/react-table';
import type { ReactElement, ReactNode } from 'react';
import { ArrowDown, ArrowUp } from './icons';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

export interface Column<T> {
  id: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** What it is sorted by, where it can be. */
  by?: (row: T) => string | number;
  /** Its header is for screen readers only, and narrow screens put it at the end of the first line. */
  actions?: boolean;
  /** Takes what room there is. */
  wide?: boolean;
}

interface DataTableProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  idOf: (row: T) => string;
}

/** A table that becomes a list of cards where it has no room. */
export function DataTable<T extends RowData>({
  label,
  columns,
  rows,
  idOf,
}: DataTableProps<T>): ReactElement {
  const table = useTable({
    features,
    data: rows,
    getRowId: idOf,
    columns: columns.map(({ id, by }): ColumnDef<typeof features, T> => ({
      id,
      accessorFn: (row) => by?.(row),
      enableSorting: !!by,
    })),
  });
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  return (
    <table className="w-full text-left max-sm:block" aria-label={label}>
      <thead className="border-b border-line max-sm:sr-only">
        <tr>
          {columns.map((column, index) => {
            const header = headers[index]?.column;
            const sorted = header?.getIsSorted();
            return (
              <th
                key={column.id}
                scope="col"
                {...(sorted ? { 'aria-sort': sorted === 'asc' ? 'ascending' : 'descending' } : {})}
                className={`px-3 py-2.5 text-[12.5px] font-medium whitespace-nowrap text-faint first:pl-5 last:pr-5 ${column.wide ? 'w-full' : ''}`}
              >
                {column.actions ? (
                  <span className="sr-only">{column.header}</span>
                ) : column.by ? (
                  <button
                    type="button"
                    className="-mx-1 inline-flex items-center gap-1 rounded px-1 hover:text-ink"
                    onClick={header?.getToggleSortingHandler()}
                  >
                    {column.header}
                    {sorted === 'asc' && <ArrowUp className="size-3" />}
                    {sorted === 'desc' && <ArrowDown className="size-3" />}
                  </button>
                ) : (
                  column.header
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody className="divide-y divide-line max-sm:block">
        {table.getRowModel().rows.map((row) => (
          <tr
            key={row.id}
            className="max-sm:relative max-sm:grid max-sm:gap-1.5 max-sm:px-4 max-sm:py-3.5 sm:hover:bg-sunken/50"
          >
            {columns.map((column, index) => (
              <td
                key={column.id}
                className={`sm:px-3 sm:py-3 sm:first:pl-5 sm:last:pr-5 ${
                  column.actions
                    ? 'text-right max-sm:absolute max-sm:top-2 max-sm:right-2'
                    : index === 0
                      ? 'max-sm:pr-12'
                      : 'max-sm:flex max-sm:gap-2 max-sm:text-[13px]'
                }`}
              >
                {index > 0 && !column.actions && (
                  <span className="min-w-24 shrink-0 text-faint sm:hidden" aria-hidden="true">
                    {column.header}
                  </span>
                )}
                {column.cell(row.original)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
