"""The oracle's run: a generated month, the access log and a live part go in; every question's answer must equal what
plain Python makes of the same input.

    FOOTFALL_BIN=… python run.py [--events 200000] [--seed 1] [--only month,log,live]
"""
from __future__ import annotations

import argparse
import collections
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import access_log
import questions
from answers import EVENT_METRICS, SESSION_METRICS, Question
from events import Event, read_body
from footfall import CommandFailed, Footfall, Results, binary, micros, shared
from generate import FIRST_DAY, LAST_DAY, Month, generate, write
from live import SITES, Live
from oracle import Tables, import_clock, sessionise
from truth import ADDRESSES

SESSION_COLUMNS = {
    "ENTRY_PAGE": "entry_page", "EXIT_PAGE": "exit_page", "SOURCE": "source", "MEDIUM": "medium", "CHANNEL": "channel",
    "CAMPAIGN": "utm_campaign", "COUNTRY": "country", "DEVICE": "device_category", "BROWSER": "browser", "OS": "operating_system",
}


def countries(geoip: Path | None) -> dict[str, str | None]:
    """Without databases no address has a country."""
    return dict(ADDRESSES) if geoip else {}


def import_month(footfall: Footfall, month: Month, geoip: Path | None) -> tuple[list[str], list[Tables]]:
    """Creates the sites, imports their files, and says what should be in the tables."""
    ids = [footfall.create_site(site.name, list(site.domains), site.zone, site.timeout_sec) for site in month.sites]
    paths = write(month, ids, footfall.root)
    for site_id, path in zip(ids, paths, strict=True):
        footfall.command("import", "events", "--site", site_id, str(path))
    tables = []
    for site, site_id, bodies in zip(month.sites, ids, month.bodies, strict=True):
        events: list[Event] = []
        for body in bodies:
            events += read_body(body, list(site.domains), None, countries(geoip))
        tables.append(sessionise(import_clock(events), {site_id: site.timeout_sec}))
    return ids, tables


def check_tables(footfall: Footfall, site_id: str, tables: Tables, results: Results) -> None:
    """Rows of both tables, without any query engine's metrics between."""
    rows = footfall.sql(f"SELECT event_id, count(*) AS n FROM events WHERE site_id = '{site_id}' GROUP BY event_id")
    got = {row["event_id"]: row["n"] for row in rows}
    expected = {row.event_id for row in tables.events}
    missing, foreign = expected - set(got), set(got) - expected
    doubled = [event_id for event_id, count in got.items() if count != 1]
    results.check(f"{site_id}: every event exactly once", (len(missing), len(foreign), len(doubled)), (0, 0, 0))

    names = ", ".join(SESSION_COLUMNS.values())
    said = footfall.sql(f"SELECT session_start, duration_sec, events, pageviews, is_bounce, is_bot, {names} FROM sessions WHERE site_id = '{site_id}'")
    stored = collections.Counter(
        (micros(row["session_start"]), round(row["duration_sec"], 3), row["events"], row["pageviews"], row["is_bounce"], row["is_bot"],
         *(row.get(column) for column in SESSION_COLUMNS.values())) for row in said
    )
    wanted = collections.Counter(
        (one.start, round(one.duration_sec, 3), one.events, one.pageviews, one.is_bounce, one.is_bot,
         *(one.dimensions[name] for name in SESSION_COLUMNS)) for one in tables.sessions
    )
    surplus, lacking = list((stored - wanted).elements()), list((wanted - stored).elements())
    label = f"{site_id}: sessions as recomputed"
    if surplus or lacking:
        results.fail(label, f"{len(surplus)} of {len(said)}: {sorted(surplus, key=str)[:1]}", f"{len(lacking)}: {sorted(lacking, key=str)[:1]}")
    else:
        results.passed += 1


def ask_month(footfall: Footfall, key: str, month: Month, ids: list[str], tables: list[Tables], results: Results) -> None:
    for number, (site, site_id, expected) in enumerate(zip(month.sites, ids, tables, strict=True)):
        for question in questions.of_site(site_id, FIRST_DAY, LAST_DAY, site.zone, expected, share=1 if number % 7 == 0 else 5):
            questions.compare(footfall, key, _labelled(question, site.name), expected, results)
        if number < 3:
            for zone in ("Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham"):
                for interval in ("DAY", "HOUR"):
                    other = Question((site_id,), date(2025, 10, 24), date(2025, 10, 27), zone, (*EVENT_METRICS, *SESSION_METRICS), ("TIME",), interval)
                    questions.compare(footfall, key, _labelled(other, f"{site.name} in {zone}"), expected, results)
    questions.refused(footfall, key, ids[0], FIRST_DAY, LAST_DAY, results)
    questions.paging(footfall, key, Question((ids[3],), FIRST_DAY, LAST_DAY, "UTC", ("VISITORS", "BOUNCE_RATE"), ("ENTRY_PAGE",)), results)
    together = Tables([row for one in tables[:5] for row in one.events], [row for one in tables[:5] for row in one.sessions], 0)
    for dimensions in ((), ("CHANNEL",), ("TIME",), ("COUNTRY",)):
        several = Question(tuple(ids[:5]), FIRST_DAY, LAST_DAY, "Asia/Tokyo", (*EVENT_METRICS, *SESSION_METRICS), dimensions)
        questions.compare(footfall, key, _labelled(several, "five sites"), together, results)


def _labelled(question: Question, label: str) -> Question:
    return Question(**{**{name: getattr(question, name) for name in question.__dataclass_fields__}, "label": label})


def access(footfall: Footfall, key: str, path: Path, site_id: str, results: Results) -> None:
    """The shared log: the numbers that are known, and a second import that adds nothing."""
    events = access_log.read(path, site_id, "semicomplete.com")
    access_log.mark_first_visits(events)
    expected = sessionise(import_clock(events), {site_id: 1800})
    first, last = date(2015, 5, 17), date(2015, 5, 20)
    metrics = ("EVENTS", "PAGEVIEWS", "VISITORS", "SESSIONS")
    whole = Question((site_id,), first, last, "UTC", metrics, include_bots=True)
    said = footfall.graphql(questions.STATS, {"input": whole.as_input()}, key)
    got = said["data"]["stats"]["rows"][0]["metrics"] if said.get("data") else said
    results.check("access log with bots: events, page views, visitors, sessions", got, [2104, 2079, 675, 1206])
    every = (*EVENT_METRICS, *SESSION_METRICS)
    for dimensions, interval in (((), None), (("TIME",), "DAY"), (("TIME",), "HOUR"), (("PAGE",), None), (("ENTRY_PAGE",), None), (("EXIT_PAGE",), None)):
        question = Question((site_id,), first, last, "UTC", every, dimensions, interval, include_bots=True, label="access log")
        questions.compare(footfall, key, question, expected, results)
    by_name = Question((site_id,), first, last, "Asia/Kolkata", (*EVENT_METRICS, "SESSIONS"), ("EVENT",), include_bots=True, label="access log")
    questions.compare(footfall, key, by_name, expected, results)


def live(footfall: Footfall, key: str, ids: list[str], write_key: str, geoip: Path | None, seed: int, results: Results) -> None:
    feed = Live(footfall, ids, write_key, results, seed)
    feed.run()
    rows = feed.wait_until_stored()
    results.check("live: every accepted event is stored once", sorted(row["event_id"] for row in rows), sorted(feed.ids_sent()))
    ordered = feed.in_log_order(rows)
    if not geoip:
        for event in ordered:
            event.country = None
    expected = sessionise(ordered, dict(zip(ids, (site.timeout_sec for site in SITES), strict=True)))
    for site, site_id in zip(SITES, ids, strict=True):
        own = Tables([row for row in expected.events if row.site_id == site_id], [row for row in expected.sessions if row.site_id == site_id], 0)
        today = datetime.now(ZoneInfo(site.zone)).date()
        for question in questions.of_site(site_id, today - timedelta(days=8), today, site.zone, own, over=False):
            questions.compare(footfall, key, _labelled(question, site.name), own, results)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="month,log,live")
    options = parser.parse_args()
    parts = set(options.only.split(","))
    results = Results()
    geoip, log = shared("mmdb"), shared("access.log")
    print(f"seed {options.seed}")
    if not geoip:
        print("no test databases: countries are expected to be unknown")
    with Footfall(binary(options.binary), geoip) as footfall:
        started = time.monotonic()
        ids: list[str] = []
        tables: list[Tables] = []
        month = generate(options.seed, options.events)
        if "month" in parts:
            ids, tables = import_month(footfall, month, geoip)
            print(f"imported {month.events()} events into {len(ids)} sites in {time.monotonic() - started:.0f} s", flush=True)
        log_site = ""
        if "log" in parts and log:
            log_site = footfall.create_site("Access log", ["semicomplete.com"])
            for attempt in ("first", "again"):
                footfall.command("import", "access-log", "--site", log_site, str(log))
                count: Any = footfall.sql(f"SELECT count(*) AS n FROM events WHERE site_id = '{log_site}'")[0]["n"]
                results.check(f"access log imported {attempt}", count, 2104)
        elif "log" in parts:
            print("skipped: the access log is not there (FOOTFALL_SHARED)")
        live_ids = [footfall.create_site(site.name, list(site.domains), site.zone, site.timeout_sec) for site in SITES] if "live" in parts else []
        key = footfall.create_key("read")
        write_key = footfall.create_key("write", *live_ids) if live_ids else ""
        for site_id, expected in zip(ids, tables, strict=True):
            check_tables(footfall, site_id, expected, results)
        footfall.start("--checkpoint-interval", "2s", *(["--geoip", str(geoip)] if geoip else []))
        if ids:
            ask_month(footfall, key, month, ids, tables, results)
        if log_site and log:
            access(footfall, key, log, log_site, results)
        if live_ids:
            live(footfall, key, live_ids, write_key, geoip, options.seed, results)
        results.check("SIGTERM ends it with 0", footfall.stop(), 0)
        print(f"{time.monotonic() - started:.0f} s")
    return results.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CommandFailed as error:
        print(f"FAILED {error}")
        print("0 passed, 1 failed")
        sys.exit(1)
