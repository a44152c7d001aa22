"""A data directory of an earlier version opens: what it committed, what only its log held, and its control plane are there,
and it goes on. One of a later version is refused with words. Live counters outlive a restart.

    FOOTFALL_BIN=… python earlier.py

`tests/fixtures/data-1.tar.xz` is of the first version that landed, killed with ten events that only the log held. Another
format is another fixture beside it; none is ever made anew.
"""
from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import time
import uuid
from pathlib import Path

from crash import forget_program, program_for
from footfall import REPOSITORY, CommandFailed, Footfall, Results

FIXTURES = REPOSITORY / "tests" / "fixtures"
STATS = ("query($sites: [ID!]!) { stats(input: {siteIds: $sites, range: {preset: ALL_TIME}, metrics: [EVENTS, VISITORS, SESSIONS], includeBots: true})"
         " { totals { metrics } } sites { edges { node { id name timezone domains } } } }")


def opens(program: str, results: Results, fixture: Path) -> None:
    label = fixture.name.split(".")[0]
    with Footfall(program) as footfall:
        with tarfile.open(fixture) as archive:
            archive.extractall(footfall.data, filter="data")
        said = json.loads((footfall.data / "fixture.json").read_text())
        count = said["events"]
        footfall.start()
        key, write = footfall.create_key("read"), footfall.create_key("write")
        time.sleep(1.2)
        answer = footfall.graphql(STATS, {"sites": said["sites"]}, key)
        events, visitors, sessions = answer["data"]["stats"]["totals"]["metrics"]
        results.check(f"{label}: events", events, count)
        results.that(f"{label}: visitors and sessions", visitors >= 4 and sessions >= 4, f"{visitors} and {sessions}")
        sites = {edge["node"]["id"]: edge["node"] for edge in answer["data"]["sites"]["edges"]}
        results.check(f"{label}: sites", set(sites), set(said["sites"]))
        results.check(f"{label}: a site's zone", sites[said["sites"][1]]["timezone"], "Asia/Kolkata")
        # An event that the old version stored is known; a new one is stored.
        old = str(uuid.uuid5(uuid.NAMESPACE_DNS, "a-0"))
        for event_id in (old, str(uuid.uuid4())):
            body = {"site_id": said["sites"][0], "visitor": {"id": str(uuid.uuid4())}, "context": {"consent": "granted"},
                    "events": [{"id": event_id, "name": "page_view", "properties": {"url": "https://first.example/"}}]}
            results.check(f"{label}: accepts", footfall.collect(body, write).status, 202)
        results.check(f"{label}: stops", footfall.stop(), 0)
        stored = footfall.sql("SELECT count(*) AS n, count(DISTINCT event_id) AS d FROM events")
        results.check(f"{label}: one event more in the table", stored, [{"n": count + 1, "d": count + 1}])


def refuses(program: str, results: Results) -> None:
    """A state file of a version that this one does not know."""
    with Footfall(program) as footfall:
        footfall.create_site("later", ["later.example"])
        footfall.start()
        footfall.stop()
        commits = sorted((footfall.data / "tables" / "sessions" / "_delta_log").glob("*.json"))
        results.that("later: there are tables", bool(commits))
        # The table asks for a reader that does not exist yet.
        lines = commits[0].read_text().splitlines()
        changed = [line.replace('"minReaderVersion":1', '"minReaderVersion":99') for line in lines]
        results.that("later: the protocol stands in the first commit", changed != lines)
        commits[0].write_text("\n".join(changed) + "\n")
        done = subprocess.run([program, "--data", str(footfall.data), "sql", "SELECT 1 FROM sessions"], capture_output=True, text=True,
                              env=footfall.environment, check=False, timeout=60)
        results.that("later: is refused", done.returncode != 0, f"{done.returncode}")
        results.that("later: says so in words", "version" in done.stderr.lower() and "panicked" not in done.stderr, done.stderr[-300:])


def imports_while_serving(program: str, results: Results) -> None:
    """A file of some megabytes goes through the running server, and again adds nothing."""
    with Footfall(program) as footfall:
        site = footfall.create_site("imported", ["imported.example"], consent="not_required")
        lines = [json.dumps({"visitor": {"id": f"v{number % 500}"}, "context": {"user_agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0"},
                             "events": [{"id": f"e{number}", "name": "page_view", "timestamp": 1_700_000_000_000 + number * 1_000,
                                         "properties": {"url": f"https://imported.example/{number}", "note": "x" * 200}}]})
                 for number in range(8_000)]
        path = footfall.root / "history.ndjson"
        path.write_text("\n".join(lines))
        footfall.start()
        for attempt in ("import", "import again"):
            said = json.loads(footfall.command("import", "events", "--site", site, "--json", str(path)))
            results.check(f"{attempt}: lines read", said.get("lines"), len(lines))
        results.check("import: stops", footfall.stop(), 0)
        results.check("import: rows", footfall.sql("SELECT count(*) AS n FROM events"), [{"n": len(lines)}])


BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
LIVE = "query($sites: [ID!]!) { realtime(siteIds: $sites) { activeVisitors minutes { pageviews events } } }"


def live_counts(footfall: Footfall, site: str, key: str) -> dict[str, int]:
    """The half hour's counters, added up."""
    realtime = footfall.graphql(LIVE, {"sites": [site]}, key)["data"]["realtime"]
    sums = {name: sum(minute[name] for minute in realtime["minutes"]) for name in ("pageviews", "events")}
    return {**sums, "active": realtime["activeVisitors"]}


def remembers_the_last_half_hour(program: str, results: Results) -> None:
    """Live counters are the same after a stop and after a kill, whether tables or only the log held the events."""
    with Footfall(program) as footfall:
        site = footfall.create_site("live", ["live.example"], consent="not_required")
        key = footfall.create_key("read")
        footfall.start()
        time.sleep(1.2)

        def send(visitors: range) -> None:
            for number in visitors:
                events = [{"name": "page_view", "properties": {"url": "https://live.example/"}}, {"name": "signed_up"}]
                body = {"site_id": site, "visitor": {"id": f"v{number}"}, "events": events}
                results.check("live: accepts", footfall.collect(body, headers={"User-Agent": BROWSER}).status, 202)

        def counts(visitors: int) -> dict[str, int]:
            return {"pageviews": visitors, "events": 2 * visitors, "active": visitors}

        def settled(label: str, visitors: int) -> None:
            deadline = time.monotonic() + 10
            while (found := live_counts(footfall, site, key))["events"] < 2 * visitors and time.monotonic() < deadline:
                time.sleep(0.05)
            results.check(f"live: {label}", found, counts(visitors))

        send(range(5))
        settled("counted", 5)
        results.check("live: stops", footfall.stop(), 0)
        footfall.start()
        settled("after a stop, from the tables", 5)
        send(range(5, 8))
        settled("tables and what came since", 8)
        footfall.kill()
        footfall.start()
        settled("after a kill, from tables and log", 8)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?")
    options = parser.parse_args()
    results = Results()
    program = program_for(options.binary)
    try:
        for fixture in sorted(FIXTURES.glob("data-*.tar.xz")):
            opens(program, results, fixture)
        refuses(program, results)
        imports_while_serving(program, results)
        remembers_the_last_half_hour(program, results)
    finally:
        forget_program(program)
    return results.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CommandFailed as error:
        print(f"FAILED {error}")
        print("0 passed, 1 failed")
        sys.exit(1)
