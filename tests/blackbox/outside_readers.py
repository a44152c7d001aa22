"""Both tables read by software that knows nothing of Footfall: PyPI's `deltalake`, and DuckDB by list of files.

Counts and a few sums must equal those of `footfall sql`.
"""
from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from footfall import CommandFailed, Footfall, Results, binary
from generate import generate, write

TABLES = {
    "events": ("site_id", "count(*) AS n, count(DISTINCT event_id) AS ids, count(DISTINCT visitor_id) AS visitors, sum(log_offset) AS offsets"),
    "sessions": ("site_id", "count(*) AS n, count(DISTINCT session_id) AS ids, count(DISTINCT visitor_id) AS visitors, sum(events) AS offsets"),
}


def by_files(data: Path, table: str) -> list[str]:
    """The files of the table's current version, as Delta's log lists them."""
    from deltalake import DeltaTable

    return [uri.removeprefix("file://") for uri in DeltaTable(str(data / "tables" / table)).file_uris()]


def in_duckdb(files: list[str], statement: str) -> list[tuple[Any, ...]]:
    import duckdb

    listed = ", ".join(f"'{file}'" for file in files)
    table = f"read_parquet([{listed}], hive_partitioning = true, union_by_name = true)"
    with duckdb.connect() as connection:
        return connection.execute(statement.format(table=table)).fetchall()


def in_pyarrow(data: Path, table: str) -> Any:
    from deltalake import DeltaTable

    return DeltaTable(str(data / "tables" / table)).to_pyarrow_table()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--events", type=int, default=20_000)
    options = parser.parse_args()
    try:
        import deltalake
        import duckdb
    except ImportError as missing:
        print(f"skipped: {missing.name} is not installed (tests/requirements.txt)")
        return Results().close()
    print(f"deltalake {deltalake.__version__}, duckdb {duckdb.__version__}")
    results = Results()
    with Footfall(binary(options.binary)) as footfall:
        month = generate(2, options.events, 4)
        ids = [footfall.create_site(site.name, list(site.domains), site.zone, site.timeout_sec) for site in month.sites]
        for site_id, path in zip(ids, write(month, ids, footfall.root), strict=True):
            footfall.command("import", "events", "--site", site_id, str(path))
        for table, (by, what) in TABLES.items():
            statement = f"SELECT {by}, {what} FROM {{table}} GROUP BY {by} ORDER BY {by}"
            own = [tuple(row.values()) for row in footfall.sql(statement.format(table=table))]
            results.that(f"{table}: something is there", bool(own) and len(own) == len(ids), str(own))
            files = by_files(footfall.data, table)
            read = in_duckdb(files, statement)
            results.check(f"{table}: DuckDB by files", [tuple(int(v) if i else v for i, v in enumerate(row)) for row in read], own)
            arrow = in_pyarrow(footfall.data, table)
            results.check(f"{table}: rows by deltalake", arrow.num_rows, sum(row[1] for row in own))
            name = "event_id" if table == "events" else "session_id"
            results.check(f"{table}: distinct ids by deltalake", len(arrow.column(name).unique()), sum(row[2] for row in own))
            protocol = deltalake.DeltaTable(str(footfall.data / "tables" / table)).protocol()
            results.check(f"{table}: reader and writer version", (protocol.min_reader_version, protocol.min_writer_version), (1, 2))
            kind = str(arrow.schema.field("timestamp" if table == "events" else "session_start").type)
            results.check(f"{table}: type of a timestamp", kind, "timestamp[us, tz=UTC]")
            listed = footfall.command("tables", "--files")
            results.that(f"{table}: `tables --files` lists its files", all(Path(file).name in listed for file in files), f"{len(files)} files")
    return results.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CommandFailed as error:
        print(f"FAILED {error}")
        print("0 passed, 1 failed")
        sys.exit(1)
