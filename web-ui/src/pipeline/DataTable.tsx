import type { ReactElement, ReactNode } from 'react';

interface DataTableProps {
  label: string;
  headings: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  empty: ReactNode;
}

/** A small table whose first column names and whose others are figures. */
export function DataTable({ label, headings, rows, empty }: DataTableProps): ReactElement {
  if (!rows.length) return <div className="h-32">{empty}</div>;
  return (
    <div
      className="quiet-scroll -mx-1 max-h-96 overflow-auto"
      role="region"
      aria-label={label}
      tabIndex={0}
    >
      <table className="figures w-full text-left text-[13px]">
        <thead className="sticky top-0 bg-surface text-[12px] text-faint">
          <tr>
            {headings.map((heading, index) => (
              <th
                key={heading}
                className={`px-1 py-1.5 font-medium whitespace-nowrap ${index ? 'pl-4 text-right' : ''}`}
              >
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells }) => (
            <tr key={key} className="border-t border-line">
              {cells.map((cell, index) =>
                index ? (
                  <td key={index} className="px-1 py-1.5 pl-4 text-right whitespace-nowrap">
                    {cell}
                  </td>
                ) : (
                  <th key={index} scope="row" className="max-w-52 truncate px-1 py-1.5 font-medium">
                    {cell}
                  </th>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
