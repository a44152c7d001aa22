"""The first page of a site's dashboard over many events, beside DuckDB and ClickHouse's engine on the same Parquet files.

    FOOTFALL_BIN=… FOOTFALL_BENCH=… python page.py [--events 20000000] [--sites 200] [--days 90] [--keep DIR]

The history is imported, compacted, and asked for by GraphQL in one request of twelve questions, as the web UI asks. Each round
asks for another range of the same length, so that no kept answer helps any side; the others have the answers' rows to give and
no totals beside the panels. The last line asks the same page again on the unchanged tables.
"""
from __future__ import annotations

import argparse
import concurrent.futures
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "blackbox"))

from footfall import Footfall, binary  # noqa: E402

BENCH = os.environ.get("FOOTFALL_BENCH", "footfall-bench")
# Dimension of the API, and DuckDB's column of `events`.
PANELS = {
    "SOURCE": "source", "CHANNEL": "channel", "CAMPAIGN": "utm_campaign", "PAGE": "page_path", "COUNTRY": "country",
    "DEVICE": "device_category", "BROWSER": "browser", "OS": "operating_system", "EVENT": "event_name",
}
EDGES = {"ENTRY_PAGE": "entry_page", "EXIT_PAGE": "exit_page"}
CARDS = "[VISITORS, SESSIONS, PAGEVIEWS, BOUNCE_RATE, SESSION_DURATION, VIEWS_PER_SESSION]"


def say(what: str, **figures: Any) -> None:
    print(json.dumps({"what": what, **figures}), flush=True)


def weights(sites: int) -> list[float]:
    """Sites spread as Zipf says, with the exponent that gives the biggest of two hundred about a tenth."""
    ranks = [1 / (rank ** 0.8) for rank in range(1, sites + 1)]
    return [rank / sum(ranks) for rank in ranks]


def build(footfall: Footfall, events: int, sites: int, days: int, end: datetime) -> list[str]:
    ids = [footfall.create_site(f"Site {n}", [f"site{n}.example"], consent="not_required") for n in range(sites)]
    key = footfall.create_key("write")
    footfall.start("--maintenance-interval", "20s", wait_sec=60)
    time.sleep(1.5)

    def fill(number: int) -> None:
        count = int(events * weights(sites)[number])
        lines = subprocess.Popen([BENCH, "history", "--events", str(count), "--days", str(days), "--seed", str(number),
                                  "--end", str(int(end.timestamp() * 1000))], stdout=subprocess.PIPE)
        url = f"{footfall.url}/api/import?site={ids[number]}&kind=events&identity=bench-{number}"
        sent = ["curl", "-sS", "-T", "-", "-X", "POST", "-H", f"Authorization: Bearer {key}", url]
        answer = subprocess.run(sent, stdin=lines.stdout, check=True, capture_output=True, text=True)
        report = json.loads(answer.stdout)
        if report.get("events") != count or lines.wait() != 0:
            sys.exit(f"site {number}: {answer.stdout[:400]}")

    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        for done, _ in enumerate(pool.map(fill, range(sites)), 1):
            if done % 20 == 0:
                print(f"{done} of {sites} sites after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    say("import", events=events, seconds=round(time.monotonic() - began))
    return ids


def settle(footfall: Footfall) -> dict[str, Any]:
    """Waits until compaction has nothing left to do."""
    before = None
    while True:
        time.sleep(25)
        now = json.loads(footfall.command("tables", "--json"))
        files = {table["name"]: table["files"] for table in now["tables"]}
        if files == before:
            return now
        before = files


def page(site: str, first: date, last: date) -> str:
    common = f'siteIds: ["{site}"], range: {{from: "{first}", to: "{last}"}}'
    rows = "{ totals { metrics } rows { dimensions metrics } query { filesScanned rowsScanned elapsedMs } }"
    parts = [f"a: stats(input: {{{common}, metrics: {CARDS}, dimensions: [TIME], interval: DAY}}) {rows}"]
    for dimension in [*PANELS, *EDGES]:
        parts.append(f"{dimension.lower()}: stats(input: {{{common}, metrics: [VISITORS], dimensions: [{dimension}], limit: 10}}) {rows}")
    return "{" + " ".join(parts) + "}"


def ask(footfall: Footfall, key: str, query: str) -> tuple[float, dict[str, Any]]:
    body = json.dumps({"query": query}).encode()
    request = urllib.request.Request(f"{footfall.url}/graphql", data=body,
                                     headers={"Content-Type": "application/json", "Authorization": f"Bearer {key}"})
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=120) as answer:
        text = answer.read()
    took = time.perf_counter() - began
    data = json.loads(text)
    if data.get("errors"):
        sys.exit(str(data["errors"])[:500])
    return took * 1e3, data["data"]


# Runs a statement and gives its rows.
Execute = Callable[[str], list[Sequence[Any]]]


def ask_other(execute: Execute, site: str, first: date, last: date) -> tuple[float, dict[str, Any]]:
    """The same page in SQL that DuckDB and ClickHouse both take."""
    days = f"site_id = '{site}' AND date BETWEEN '{first}' AND '{last}' AND NOT is_bot"
    people, views = "count(DISTINCT visitor_key)", "count(*) FILTER (WHERE event_name = 'page_view')"
    sessions = "count(*), avg(CAST(is_bounce AS INT)), avg(duration_sec), avg(pageviews)"
    # Sessions lie under the day of their start, events under their own.
    questions = {"a": f"SELECT date, {people}, {views} FROM events WHERE {days} GROUP BY date",
                 "b": f"SELECT date, {sessions} FROM sessions WHERE {days} GROUP BY date",
                 "c": f"SELECT {people}, {views} FROM events WHERE {days}",
                 "d": f"SELECT {sessions} FROM sessions WHERE {days}"}
    for table, panels in (("events", PANELS), ("sessions", EDGES)):
        for dimension, column in panels.items():
            questions[dimension.lower()] = (f"SELECT {column}, {people} v FROM {table} WHERE {days} "
                                            f"GROUP BY {column} ORDER BY v DESC, {column} LIMIT 10")
    began = time.perf_counter()
    answers = {name: execute(text) for name, text in questions.items()}
    return (time.perf_counter() - began) * 1e3, answers


def same(ours: dict[str, Any], theirs: dict[str, Any], whose: str) -> None:
    """Both must have given the same numbers, or the times mean nothing."""
    for name in [*PANELS, *EDGES]:
        a = [row["metrics"][0] for row in ours[name.lower()]["rows"]]
        b = [float(row[-1]) for row in theirs[name.lower()]]
        if a != b:
            sys.exit(f"{name}: {a} and {whose} {b}")


def duckdb_over(now: dict[str, Any]) -> Execute:
    db = duckdb.connect()
    db.execute(f"SET threads = {len(os.sched_getaffinity(0))}")
    for table in now["tables"]:
        files = ", ".join(f"'{path}'" for path in table["file_list"])
        db.execute(f"CREATE VIEW {table['name']} AS SELECT * FROM read_parquet([{files}], hive_partitioning = true, hive_types = {{'date': DATE}})")
    return lambda text: db.execute(text).fetchall()


def clickhouse_over(now: dict[str, Any], folder: Path) -> Execute:
    """Over links to the tables' files alone, since their folder holds those of earlier versions too."""
    from chdb.session import Session
    session = Session()
    session.query(f"SET max_threads = {len(os.sched_getaffinity(0))}, use_hive_partitioning = 1")
    for table in now["tables"]:
        for path in map(Path, table["file_list"]):
            link = folder / table["name"] / path.parent.name / path.name
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
        session.query(f"CREATE VIEW {table['name']} AS SELECT * FROM file('{folder}/{table['name']}/date=*/*.parquet', Parquet)")

    def execute(text: str) -> list[Sequence[Any]]:
        return [json.loads(line) for line in str(session.query(text, "JSONCompactEachRow")).splitlines()]
    return execute


def compare(footfall: Footfall, key: str, others: dict[str, Execute], name: str, site: str, days: int, end: date, rounds: int) -> None:
    ours: list[float] = []
    theirs: dict[str, list[float]] = {whose: [] for whose in others}
    for number in range(rounds + 1):
        last = end - timedelta(days=number)
        first = last - timedelta(days=days - 1)
        took, answer = ask(footfall, key, page(site, first, last))
        ours.append(took)
        for whose, execute in others.items():
            other, rows = ask_other(execute, site, first, last)
            same(answer, rows, whose)
            theirs[whose].append(other)
    again = [ask(footfall, key, page(site, first, last))[0] for _ in range(5)]
    # The first round warms all sides.
    figures = {f"{whose}_ms": round(statistics.median(took[1:])) for whose, took in theirs.items()}
    ratios = [took / min(of_round) for took, *of_round in list(zip(ours, *theirs.values(), strict=True))[1:]]
    say(f"page, {name}, {days} days", rounds=rounds, footfall_ms=round(statistics.median(ours[1:])), **figures,
        ratio_to_the_better=round(statistics.median(ratios), 2), again_ms=round(statistics.median(again), 1))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--sites", type=int, default=200)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder that keeps what was built, for another run")
    options = parser.parse_args()
    geoip = os.environ.get("FOOTFALL_BENCH_GEOIP")
    footfall = Footfall(binary(None), Path(geoip) if geoip else None)
    end = datetime.combine(datetime.now(UTC).date(), datetime.min.time(), UTC)
    note = options.keep / "bench.json" if options.keep else None
    with footfall:
        if note and note.exists():
            footfall.data = options.keep
            kept = json.loads(note.read_text())
            ids, end = kept["ids"], datetime.fromisoformat(kept["end"])
            footfall.start("--maintenance-interval", "20s")
        else:
            if options.keep:
                footfall.data = options.keep
            ids = build(footfall, options.events, options.sites, options.days, end)
            if note:
                note.write_text(json.dumps({"ids": ids, "end": end.isoformat()}))
        settle(footfall)
        tables = json.loads(footfall.command("tables", "--files", "--json"))
        for table in tables["tables"]:
            say(f"table {table['name']}", files=table["files"], rows=table["rows"], bytes_per_row=round(table["bytes"] / max(table["rows"], 1), 1))
        key = footfall.create_key("read")
        time.sleep(1.5)
        links = tempfile.TemporaryDirectory()
        others = {"duckdb": duckdb_over(tables), "clickhouse": clickhouse_over(tables, Path(links.name))}
        last = end.date() - timedelta(days=1)
        for name, site in (("biggest site", ids[0]), ("median site", ids[len(ids) // 2])):
            for days in (30, options.days - options.rounds - 1):
                compare(footfall, key, others, name, site, days, last, options.rounds)
        footfall.stop()
    if not options.keep:
        shutil.rmtree(footfall.root, ignore_errors=True)


if __name__ == "__main__":
    main()
