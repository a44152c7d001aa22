import { useState, type ReactElement } from 'react';
import type { Metric, StatsFieldsFragment, StatsInput } from '../../api/generated';
import { download, exportStats, type Format } from '../../lib/export';
import { toCsv } from '../../lib/csv';
import { Download } from '../icons';
import { Popover } from '../Popover';
import { failureText } from '../segments';
import { useTexts } from '../../i18n/catalogue';
import { DASHBOARD } from '../../i18n/dashboard';

interface Loaded {
  heading: string;
  columns: readonly Metric[];
  rows: readonly StatsFieldsFragment['rows'][number][];
}

interface ExportMenuProps {
  input: StatsInput;
  /** Of the file, without its ending. */
  name: string;
  inDialog?: boolean;
  /** What is on screen, for a server that does not export. */
  loaded: () => Loaded;
}

const FORMATS: readonly { format: Format; label: string }[] = [
  { format: 'csv', label: 'CSV' },
  { format: 'json', label: 'JSON' },
  { format: 'parquet', label: 'Parquet' },
];

/** The whole answer as a file, without a limit of rows. */
export function ExportMenu({
  input,
  name,
  inDialog = false,
  loaded,
}: ExportMenuProps): ReactElement {
  const t = useTexts(DASHBOARD);
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);

  const choose = async (format: Format): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      if (!(await exportStats(format, input, name))) {
        if (format === 'parquet') throw new Error(t.noParquet);
        const { heading, columns, rows } = loaded();
        const table = rows.map(({ dimensions, metrics }) => [dimensions[0] ?? null, ...metrics]);
        const names = [heading, ...columns.map((column) => column.toLowerCase())];
        const text =
          format === 'csv'
            ? toCsv(names, table)
            : JSON.stringify(
                table.map((row) => Object.fromEntries(names.map((one, at) => [one, row[at]]))),
              );
        download(new Blob([text], { type: `text/${format}` }), `${name}.${format}`);
      }
      setOpen(false);
    } catch (error) {
      setFailure(failureText(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t.export}
      className="w-40"
      inDialog={inDialog}
      trigger={
        <button type="button" className="control" aria-label={t.export}>
          <Download className="size-4 text-soft" />
          <span className="max-sm:hidden">{t.export}</span>
        </button>
      }
    >
      {FORMATS.map(({ format, label }) => (
        <button
          key={format}
          type="button"
          disabled={busy}
          onClick={() => void choose(format)}
          className="block w-full rounded-lg px-2.5 py-1.5 text-left hover:bg-sunken disabled:opacity-50"
        >
          {label}
        </button>
      ))}
      {failure && (
        <p role="alert" className="px-2.5 py-1.5 text-[12.5px] text-bad">
          {failure}
        </p>
      )}
    </Popover>
  );
}
