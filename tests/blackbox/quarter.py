"""Every metric, dimension and operator, and questions at random, on a quarter of awkward traffic: each answer must equal
what DuckDB makes of the rows of the tables.

    FOOTFALL_BIN=… python quarter.py [--seed 1] [--events 12000] [--questions 1000] [--soak]

Most of the quarter is imported. Of the last days one portion is sent and committed, and one is still in memory when the
questions are asked, so that answers are of files, of memory, or of both. The rows are read once all has been answered.
"""
from __future__ import annotations

import argparse
import json
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import quarter_data
from footfall import CommandFailed, Footfall, Results, binary, shared
from quarter_check import Answered, check_refused, check_sums, difference, expectations, first_events
from quarter_data import SITES, ZONES, Plan
from quarter_questions import Asked, Questions, can_only_shrink
from quarter_truth import Truth

STATS = """query Stats($input: StatsInput!) { stats(input: $input) {
  rows { dimensions metrics comparison change partial } totals { metrics comparison change partial } rowCount
  query { from to timezone hotRows tableVersion filesScanned approximate } } }"""
SOAK_ROUNDS, SOAK_QUESTIONS = 10, 10_000
AT_ONCE = 3


class Quarter:
    """One data directory with the generated traffic in it."""

    def __init__(self, footfall: Footfall, plan: Plan, results: Results) -> None:
        self.footfall, self.plan, self.results = footfall, plan, results
        self.sites = [footfall.create_site(site.name, list(site.domains), site.zone, site.timeout_sec) for site in SITES]
        self.key, self.write_key = footfall.create_key("read"), footfall.create_key("write")

    def fill(self) -> None:
        """Imports, then sends and commits a portion, then sends the rest, which stays in memory."""
        self.footfall.start("--checkpoint-interval", "1s", "--maintenance-interval", "2s")
        for site, bodies in zip(self.sites, self.plan.imported, strict=True):
            self._import(site, bodies)
        self._send(self.plan.committed)
        self.footfall.stop()
        self.footfall.start("--checkpoint-interval", "1h")
        self._send(self.plan.hot)

    def _import(self, site: str, bodies: list[dict[str, Any]]) -> None:
        path = self.footfall.root / f"{site}.ndjson"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps({**body, "site_id": site}, ensure_ascii=False) + "\n" for body in bodies)
        self.footfall.command("import", "events", "--site", site, str(path))

    def _send(self, portion: list[list[dict[str, Any]]]) -> None:
        def send(site: str, bodies: list[dict[str, Any]]) -> None:
            for body in bodies:
                reply = self.footfall.collect({**body, "site_id": site}, self.write_key, {"User-Agent": "blackbox/1.0"})
                self.results.check("a good body is accepted", (reply.status, reply.status == 202 and reply.json()["events_received"]), (202, len(body["events"])))
        with ThreadPoolExecutor(len(SITES)) as pool:
            list(pool.map(send, self.sites, portion))

    def sent(self) -> set[str]:
        """Ids of all events but those that are flags."""
        parts = (self.plan.imported, self.plan.committed, self.plan.hot)
        flags = ("session_start", "first_visit")
        return {event["id"] for part in parts for bodies in part for body in bodies for event in body["events"] if event["name"] not in flags}

    def wait_until_counted(self, seconds: float = 20) -> None:
        asked: Asked = {"siteIds": self.sites, "range": {"from": "2024-01-01", "to": "2027-12-31"}, "metrics": ["EVENTS"], "includeBots": True, "timezone": "UTC"}
        deadline = time.monotonic() + seconds
        while True:
            stats = self.ask(asked).stats
            count = stats["totals"]["metrics"][0] if stats else None
            if count == len(self.sent()) or time.monotonic() > deadline:
                self.results.check("every event is counted once", count, len(self.sent()))
                return
            time.sleep(0.1)

    def ask(self, asked: Asked, what: str = "random") -> Answered:
        before = time.time_ns() // 1000
        said = self.footfall.graphql(STATS, {"input": asked}, self.key)
        return Answered(asked, before, time.time_ns() // 1000, said, what)

    def ask_all(self, what: str, questions: list[Asked]) -> list[Answered]:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(lambda asked: self.ask(asked, what), questions))


def ask(quarter: Quarter, seed: int, count: int) -> list[Answered]:
    """All questions, and those that are held against each other."""
    questions = Questions(seed, quarter.sites, ZONES, datetime.now(UTC).date())
    answers = quarter.ask_all("metrics", list(questions.metrics_by_dimensions()))
    for answered in answers:
        if answered.stats and len(answered.asked.get("dimensions", [])) == 1:
            key = answered.asked.get("propertyKeys", [None])[0]
            values = [row["dimensions"][0] for row in answered.stats["rows"]]
            questions.values[answered.asked["dimensions"][0], key] = [value for value in values if value is not None]
    answers += quarter.ask_all("operator", list(questions.dimensions_by_operators()))
    answers += quarter.ask_all("comparison", list(questions.comparisons()))
    answers += quarter.ask_all("preset", list(questions.presets()))
    some = quarter.ask_all("random", [questions.some() for _ in range(count)])
    chosen = random.Random(f"against/{seed}")
    broad = [answered for answered in some if answered.stats and chosen.random() < 0.1]
    narrow = quarter.ask_all("narrowed", [questions.narrowed(answered.asked) for answered in broad])
    for wide, tight in zip(broad, narrow, strict=True):
        check_narrowed(wide, tight, quarter.results)
    for whole in [answered for answered in some if answered.stats and len(answered.stats["rows"]) > 3 and chosen.random() < 0.08]:
        check_pages(quarter, whole)
    return answers + some + narrow


def check_narrowed(wide: Answered, tight: Answered, results: Results) -> None:
    if not wide.stats or not tight.stats:
        return
    totals = zip(wide.asked["metrics"], wide.stats["totals"]["metrics"], tight.stats["totals"]["metrics"], strict=True)
    grown = [f"{metric} {before} -> {after}" for metric, before, after in totals if can_only_shrink(metric) and after > before]
    results.that(f"{tight}: no count grows with a filter more", not grown, str(grown))


def check_pages(quarter: Quarter, whole: Answered) -> None:
    """Three pages, put together, are the answer."""
    assert whole.stats
    rows = whole.stats["rows"]
    size = -(-len(rows) // 3)
    pages = quarter.ask_all("page", [{**whole.asked, "limit": size, "offset": offset} for offset in range(0, len(rows) + size, size)])
    together = [row["dimensions"] for page in pages for row in (page.stats or {"rows": []})["rows"]]
    quarter.results.check(f"{whole}: pages continue", together, [row["dimensions"] for row in rows])
    quarter.results.check(f"{whole}: rowCount ignores the limit", {page.stats and page.stats["rowCount"] for page in pages}, {whole.stats["rowCount"]})


def check(truth: Truth, answers: list[Answered], results: Results, group: int = 25) -> None:
    firsts = first_events(truth)
    open_questions = [answered for answered in answers if not check_refused(answered, results)]
    for at in range(0, len(open_questions), group):
        some = open_questions[at:at + group]
        for answered, expected in zip(some, expectations(truth, [(one.asked, one.before) for one in some], firsts), strict=True):
            problem = difference(answered, expected)
            if problem and answered.after // 60_000_000 != answered.before // 60_000_000:
                # A minute passed while it was answered, and may have moved a range or a cut.
                problem = difference(answered, expectations(truth, [(answered.asked, answered.after)], firsts)[0])
            if problem:
                results.fail(f"{answered.what}, below", *problem)
                print(f"    {json.dumps(answered.asked, ensure_ascii=False)}\n      got      {problem[0]}\n      expected {problem[1]}", flush=True)
            else:
                results.passed += 1
            check_sums(answered, results)


def describe(answers: list[Answered]) -> str:
    infos = [answered.stats["query"] for answered in answers if answered.stats]
    hot = sum(1 for info in infos if info["hotRows"] and not info["filesScanned"])
    mixed = sum(1 for info in infos if info["hotRows"] and info["filesScanned"])
    return f"{len(answers)} questions, {len(infos)} answered: {hot} from memory, {mixed} over files and memory, {len(infos) - hot - mixed} from files"


def round_of(program: str, geoip: Path | None, seed: int, events: int, questions: int, results: Results) -> None:
    started = time.monotonic()
    plan = quarter_data.plan(seed, events)
    with Footfall(program, geoip) as footfall:
        quarter = Quarter(footfall, plan, results)
        quarter.fill()
        quarter.wait_until_counted()
        filled = time.monotonic()
        answers = ask(quarter, seed, questions)
        asked = time.monotonic()
        results.check("SIGTERM ends it with 0", footfall.stop(), 0)
        truth = Truth(footfall, ZONES, results)
        results.check("every event is stored once", truth.one("SELECT count(*), count(DISTINCT event_id) FROM raw_events"), (len(quarter.sent()),) * 2)
    loaded = time.monotonic()
    check(truth, answers, results)
    imported, committed, hot = plan.events()
    print(f"seed {seed}: {imported} events imported, {committed} sent and committed, {hot} in memory; {describe(answers)}; filled in {filled - started:.0f} s, "
          f"asked in {asked - filled:.0f} s, read in {loaded - asked:.0f} s, recomputed in {time.monotonic() - loaded:.0f} s", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--events", type=int, default=12_000)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--soak", action="store_true", help=f"{SOAK_ROUNDS * SOAK_QUESTIONS} questions, over {SOAK_ROUNDS} seeds")
    options = parser.parse_args()
    results = Results()
    geoip = shared("mmdb")
    print(f"seed {options.seed}", flush=True)
    for number in range(SOAK_ROUNDS if options.soak else 1):
        round_of(binary(options.binary), geoip, options.seed + number, options.events, SOAK_QUESTIONS if options.soak else options.questions, results)
    return results.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CommandFailed as error:
        print(f"FAILED {error}")
        print("0 passed, 1 failed")
        sys.exit(1)
