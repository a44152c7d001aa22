"""Dashboards under pressure, over a history that `page.py --keep DIR` has built: the first page with nothing in memory, ten
dashboards beside events that come in, and a question that needs more memory than it may have.

    FOOTFALL_BIN=… FOOTFALL_BENCH=… python dashboards.py --keep DIR [--only cold,beside,memory]

Dropping the system's file cache needs root; without it the cold page is cold in Footfall alone, which is said.
"""
from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from datetime import date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "blackbox"))

from footfall import Footfall, binary  # noqa: E402
from ingest import BENCH, resident_mib  # noqa: E402
from page import ask, page, say  # noqa: E402

DASHBOARDS = 10
RATE = 20_000
SECONDS = 30


def forget_files() -> bool:
    """Empties the system's file cache."""
    os.sync()
    try:
        Path("/proc/sys/vm/drop_caches").write_text("3")
    except OSError:
        return False
    return True


def cold(footfall: Footfall, key: str, site: str, last: date) -> None:
    for days in (30, 360):
        took = []
        for _ in range(3):
            footfall.stop()
            forgotten = forget_files()
            footfall.start()
            took.append(ask(footfall, key, page(site, last - timedelta(days=days - 1), last))[0])
        say(f"first page after a start, biggest site, {days} days", footfall_ms=round(statistics.median(took)), system_cache_dropped=forgotten)


def beside(footfall: Footfall, key: str, sites: list[str], last: date) -> None:
    """Each dashboard asks for another site's last thirty days, a second after its last answer. What comes in belongs to the
    same sites, so that no answer is kept."""
    took: list[float] = []
    done = threading.Event()

    def look(site: str) -> None:
        while not done.is_set():
            took.append(ask(footfall, key, page(site, last - timedelta(days=29), last + timedelta(days=1)))[0])
            done.wait(1)

    arguments = [BENCH, "http", "--address", f"127.0.0.1:{footfall.port}", "--batch", "10", "--rate", str(RATE)]
    named = [part for site in sites for part in ("--site", site)]
    for seconds in (5, SECONDS):
        # What was sent before, to these tables or in the warm-up, would be dropped as a repeat.
        seed = str(time.time_ns() % 2**32)
        load = subprocess.Popen([*arguments, *named, "--seconds", str(seconds), "--seed", seed], stdout=subprocess.PIPE, text=True)
        looking = [threading.Thread(target=look, args=(site,)) for site in sites[:DASHBOARDS]]
        for thread in looking:
            thread.start()
        report = json.loads(load.communicate()[0])
        done.set()
        for thread in looking:
            thread.join()
        done.clear()
        if seconds != SECONDS:
            took.clear()
    pages = statistics.quantiles(took, n=20)
    say(f"{DASHBOARDS} dashboards beside {RATE} events/s", pages=len(took), p50_ms=round(statistics.median(took)), p95_ms=round(pages[-1]),
        accepted_per_second=round(report["accepted_per_second"]), accept_p99_ms=round(report["p99_ms"], 1))


def memory(footfall: Footfall, key: str, sites: list[str], last: date) -> None:
    """People by title and page over a year of all sites, beside a page of one."""
    footfall.stop()
    footfall.start("--query-memory", "256MiB")
    assert footfall.server
    before = resident_mib(footfall.server.pid)
    ids = ", ".join(f'"{site}"' for site in sites)
    first = last - timedelta(days=359)
    heavy = (f'{{ stats(input: {{siteIds: [{ids}], range: {{from: "{first}", to: "{last}"}}, metrics: [VISITORS, CONVERSION_RATE], '
             "dimensions: [PAGE, TITLE, HOUR_OF_DAY], limit: 10}) { rowCount query { elapsedMs } } }")
    said: list[str] = []

    def weigh() -> None:
        errors = footfall.graphql(heavy, {}, key).get("errors")
        said.append(errors[0]["extensions"]["code"] if errors else "answered")

    thread = threading.Thread(target=weigh)
    thread.start()
    light = []
    while thread.is_alive():
        light.append(ask(footfall, key, page(sites[-1], last - timedelta(days=29 + len(light) % 7), last))[0])
    thread.join()
    say("a question beyond --query-memory 256MiB", heavy=said[0], light_pages=len(light), light_p50_ms=round(statistics.median(light)),
        resident_before_mib=round(before), resident_peak_mib=round(resident_mib(footfall.server.pid, peak=True)))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--only", default="cold,beside,memory")
    options = parser.parse_args()
    only = options.only.split(",")
    kept = json.loads((options.keep / "bench.json").read_text())
    sites: list[str] = kept["ids"]
    last = datetime.fromisoformat(kept["end"]).date() - timedelta(days=1)
    with Footfall(binary(None)) as footfall:
        footfall.data = options.keep
        footfall.start()
        key = footfall.create_key("read")
        time.sleep(1.5)
        if "cold" in only:
            cold(footfall, key, sites[0], last)
        if "beside" in only:
            beside(footfall, key, sites, last)
        if "memory" in only:
            memory(footfall, key, sites, last)
        footfall.stop()


if __name__ == "__main__":
    main()
