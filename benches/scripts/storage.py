"""Bytes of an event on disk: the generated month after compaction, beside the same rows in ClickHouse's MergeTree with ZSTD(3).

    FOOTFALL_BIN=… python storage.py [--events 200000]
"""
from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "blackbox"))

from footfall import Footfall, binary  # noqa: E402
from generate import generate  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=200_000)
    options = parser.parse_args()
    month = generate(1, options.events)
    with Footfall(binary(None)) as footfall:
        for site, bodies in zip(month.sites, month.bodies, strict=True):
            site_id = footfall.create_site(site.name, list(site.domains), site.zone, site.timeout_sec)
            path = footfall.root / f"{site_id}.ndjson"
            path.write_text("".join(json.dumps(body) + "\n" for body in bodies))
            footfall.command("import", "events", "--site", site_id, str(path))
        footfall.start("--maintenance-interval", "5s")
        before = None
        while True:
            time.sleep(8)
            tables = json.loads(footfall.command("tables", "--files", "--json"))["tables"]
            files = [table["files"] for table in tables]
            if files == before:
                break
            before = files
        figures = {table["name"]: {key: table[key] for key in ("files", "rows", "bytes")} for table in tables}
        events = figures["events"]
        report = {"what": "bytes per event after compaction", **figures,
                  "bytes_per_event": round(events["bytes"] / events["rows"], 1)}
        events_table = next(table for table in tables if table["name"] == "events")
        report["merge_tree_bytes_per_event"] = round(merge_tree(events_table["file_list"]) / events["rows"], 1)
        print(json.dumps(report))


def merge_tree(paths: list[str]) -> int:
    """Bytes of the same rows in MergeTree, sorted alike."""
    import duckdb
    from chdb.session import Session

    with tempfile.TemporaryDirectory() as folder:
        rows = f"{folder}/rows.parquet"
        duckdb.execute(f"COPY (SELECT * FROM read_parquet({paths!r}, hive_partitioning = true)) TO '{rows}' (FORMAT parquet)")
        session = Session(f"{folder}/clickhouse")
        session.query("CREATE DATABASE bench ENGINE = Atomic")
        session.query("CREATE TABLE bench.events ENGINE = MergeTree ORDER BY (site_id, timestamp) "
                      f"SETTINGS default_compression_codec = 'ZSTD(3)', allow_nullable_key = 1 AS SELECT * FROM file('{rows}', Parquet)")
        session.query("OPTIMIZE TABLE bench.events FINAL")
        answer = session.query("SELECT sum(bytes_on_disk) AS bytes FROM system.parts WHERE database = 'bench' AND active", "JSON")
        return int(json.loads(str(answer))["data"][0]["bytes"])


if __name__ == "__main__":
    main()
