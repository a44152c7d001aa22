"""Backup and restore, back-pressure, and a change of settings between a run and its replay.

    FOOTFALL_BIN=… python restore.py [--seed N] [--only stopped,killed,serving,pressure,settings]
"""
from __future__ import annotations

import argparse
import collections
import random
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crash import (
    Part,
    Traffic,
    check_tables,
    expected_events,
    forget_program,
    has_failpoints,
    program_for,
    run_part,
    settle,
    stop_cleanly,
    stored_counts,
)
from footfall import CommandFailed, Footfall, Results, micros
from oracle import sessionise

MIB = 1024 * 1024
# Above the memory of an idle server, while the store takes nothing and the log (8 MiB) is full.
MEMORY_GROWTH_MIB = 300


# -- backup and restore ------------------------------------------------------------------------------------------------


def stopped(part: Part) -> None:
    """Backup of a stopped server."""
    part.start()
    part.traffic.start()
    time.sleep(3)
    part.traffic.stop()
    # Open sessions too: they go on in the copy.
    stop_cleanly(part.footfall, part.results, part.label)
    before = stored_counts(part)
    _back_up_and_restore(part, lambda other: part.results.check(f"{part.label}: counts before serving", stored_counts(other), before))


def killed(part: Part) -> None:
    """Backup of what kill -9 left, part of it in the log alone."""
    part.start()
    part.traffic.start()
    time.sleep(3)
    part.footfall.kill()
    part.traffic.stop()
    _back_up_and_restore(part, lambda other: None)


def serving(part: Part) -> None:
    """Backup of a running server under load: what was acknowledged before it began is in it."""
    part.start()
    part.traffic.start()
    time.sleep(3)
    before = part.traffic.acknowledged_ids()
    folder = part.footfall.root / "backup"
    part.footfall.command("backup", str(folder))
    time.sleep(0.5)
    part.traffic.stop()
    late = part.traffic.acknowledged_ids() - before
    _serve_copy(part, folder, late, lambda other: None)
    settle()
    stop_cleanly(part.footfall, part.results, f"{part.label}, the original")
    check_tables(part.footfall, part.traffic, part.results, f"{part.label}, the original")


def _back_up_and_restore(part: Part, look: Callable[[Part], Any]) -> None:
    folder = part.footfall.root / "backup"
    part.footfall.command("backup", str(folder))
    _serve_copy(part, folder, set(), look)


def _serve_copy(part: Part, folder: Path, may_lack: set[str], look: Callable[[Part], Any]) -> None:
    """Restores into a new folder, serves from it, sends new events and compares both."""
    label, results = f"{part.label}, restored", part.results
    with Footfall(part.footfall.program) as footfall:
        footfall.command("restore", str(folder))
        other = Part.__new__(Part)
        other.__dict__ |= {**part.__dict__, "footfall": footfall, "label": label}
        look(other)
        old = part.traffic
        other.traffic = Traffic(footfall, part.sites, part.key, results, seed=part.rng.randrange(10**6))
        other.start()
        held = _poll(lambda: old.acknowledged_ids() - may_lack <= _ids(footfall), 10)
        results.that(f"{label}: what was acknowledged is there", held, f"{len(old.acknowledged_ids() - may_lack - _ids(footfall))} events are not")
        other.traffic.start()
        time.sleep(3)
        other.traffic.stop()
        settle()
        stop_cleanly(footfall, results, label)
        new = other.traffic.acknowledged_ids()
        results.that(f"{label}: new events are accepted", len(new) > 20, other.traffic.summary())
        lost = new - _ids(footfall)
        results.that(f"{label}: new events are stored", not lost, f"{len(lost)} of {len(new)} acknowledged events are not")
        # Both loads at once, as the table holds both.
        other.traffic.batches = old.batches + other.traffic.batches
        check_tables(footfall, other.traffic, results, label, may_lack or None)
        other.note_panics()
        # Kill and repeat in the copy: it is as good as the original.
        footfall.start("--checkpoint-interval", "1s")
        counts = stored_counts(other)
        for batch in [*old.acknowledged()[:20], *other.traffic.acknowledged()[-20:]]:
            if not {event["id"] for event in batch.body["events"]} & may_lack:
                other.traffic.post(batch, again=True)
        time.sleep(1.5)
        footfall.kill()
        footfall.start()
        stop_cleanly(footfall, results, f"{label}, again")
        results.check(f"{label}: repeats add no row", stored_counts(other), counts)


def _ids(footfall: Footfall) -> set[str]:
    return {row["event_id"] for row in footfall.sql("SELECT event_id FROM events")}


def _poll(holds: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        if holds():
            return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.5)


# -- back-pressure -----------------------------------------------------------------------------------------------------


class Memory:
    """Largest resident memory of a server, sampled."""

    def __init__(self, footfall: Footfall) -> None:
        self.footfall, self.most = footfall, 0
        self.first = self._now()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _now(self) -> int:
        try:
            status = Path(f"/proc/{self.footfall.server.pid}/status").read_text() if self.footfall.server else ""
        except OSError:
            return 0
        return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS")), 0)

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            self.most = max(self.most, self._now())

    def stop(self) -> int:
        """Growth in MiB."""
        self._done.set()
        self._thread.join()
        return (self.most - self.first) // MIB


def pressure(part: Part) -> None:
    """The store takes nothing for a while: the log fills, events are refused, memory is bounded, nothing is lost."""
    part.serve = ("--checkpoint-interval", "1s", "--max-log-bytes", "8MiB")
    part.traffic.pause_sec = 0
    part.traffic.padding = "%x" % random.Random(1).getrandbits(4 * 900)
    part.traffic.copies = 12
    # The store comes back by itself after five attempts.
    part.start("checkpoint-begin=5*return")
    _fill(part, "while the store is away")
    _accepts_again(part, "once the store is back", 30)
    part.footfall.kill()
    # The store stays away until the restart.
    part.start("checkpoint-begin=return")
    _fill(part, "while the store stays away")
    part.footfall.kill()
    part.start()
    _accepts_again(part, "after a restart", 20)
    part.finish()


def _fill(part: Part, when: str) -> None:
    memory = Memory(part.footfall)
    refused = part.traffic.refused["503"]
    part.traffic.start()
    full = _poll(lambda: part.traffic.refused["503"] > refused + 5, 40)
    part.results.that(f"{part.label}: refused with 503 {when}", full, part.traffic.summary())
    before, stored = part.traffic.refused["503"], len(part.traffic.acknowledged())
    time.sleep(2)
    part.results.that(f"{part.label}: still answers {when}", part.traffic.refused["503"] > before and part.footfall.get("/health").status == 200)
    grown = memory.stop()
    size = sum(path.stat().st_size for path in (part.footfall.data / "log").rglob("*") if path.is_file()) // MIB
    print(f"{part.label}: {when}: {stored} requests in, log folder {size} MiB, memory {memory.first // MIB} + {grown} MiB", flush=True)
    part.results.that(f"{part.label}: memory is bounded {when}", grown < MEMORY_GROWTH_MIB, f"grew by {grown} MiB from {memory.first // MIB}")


def _accepts_again(part: Part, when: str, seconds: float) -> None:
    stored = len(part.traffic.acknowledged())
    started = time.monotonic()
    again = _poll(lambda: len(part.traffic.acknowledged()) > stored + 20, seconds)
    print(f"{part.label}: {when}: {'accepts' if again else 'does not accept'} after {time.monotonic() - started:.1f} s", flush=True)
    part.results.that(f"{part.label}: accepts again {when}", again, f"not within {seconds:.0f} s; {part.footfall.get('/ready').text}")


# -- settings ----------------------------------------------------------------------------------------------------------

UPDATE = "mutation($id: ID!, $input: UpdateSiteInput!) { updateSite(id: $id, input: $input) { id } }"
LONG_SEC = 6


def settings(part: Part) -> None:
    """The session timeout falls from 6 s to 1 s; then the log, read again from its beginning, gives what was committed."""
    footfall, results, label = part.footfall, part.results, part.label
    site_id = footfall.create_site("settings", ["crash.example"], timeout_sec=LONG_SEC, consent="not_required")
    admin = footfall.create_key("admin")
    part.traffic.sites = [site_id]
    part.start()
    old = part.traffic
    old.start()
    time.sleep(8)
    old.stop()
    said = footfall.graphql(UPDATE, {"id": site_id, "input": {"settings": {"sessionTimeoutSec": 1}}}, admin)
    results.check(f"{label}: updateSite answers", (said.get("data") or {}).get("updateSite"), {"id": site_id})
    time.sleep(1.5)
    new = Traffic(footfall, [site_id], part.key, results, seed=part.rng.randrange(10**6))
    new.start()
    time.sleep(3)
    new.stop()
    time.sleep(1.5)
    before = _dump(footfall, site_id)
    results.that(f"{label}: rows were committed", len(before["events"]) > 50, str(len(before["events"])))
    # kill -9: no state was saved since the start, so that all frames are read again.
    footfall.kill()
    part.start()
    time.sleep(LONG_SEC + 3)
    after = _dump(footfall, site_id)
    for table, key in (("events", "event_id"), ("sessions", "session_id")):
        found = {row[key]: row for row in after[table]}
        changed = [row for row in before[table] if found.get(row[key]) != row]
        results.that(f"{label}: committed {table} are as they were", not changed, f"{len(changed)} of {len(before[table])}: {changed[:1]} is now {[found.get(row[key]) for row in changed[:1]]}")
    stop_cleanly(footfall, results, label)
    rows = _dump(footfall, site_id)["events"]
    for row in rows:
        row["place"], row["clock"] = (row["log_partition"], row["log_offset"], row["frame_index"]), micros(row["server_timestamp"])
    rows.sort(key=lambda row: row["place"])
    count = collections.Counter(row["event_id"] for row in rows)
    results.check(f"{label}: every acknowledged event exactly once", (len((old.acknowledged_ids() | new.acknowledged_ids()) - set(count)), max(count.values())), (0, 1))
    for traffic, timeout, name in ((old, LONG_SEC, "before"), (new, 1, "after")):
        own = {event["id"] for batch in traffic.batches for event in batch.body["events"]}
        groups: dict[str, list[str]] = collections.defaultdict(list)
        for row in rows:
            if row["event_id"] in own:
                groups[row["session_id"]].append(row["event_id"])
        events, _ = expected_events(traffic, rows)
        wanted = {tuple(one.event_id for one in session.rows) for session in sessionise(events, {site_id: timeout}).sessions}
        got = {tuple(group) for group in groups.values()}
        results.that(f"{label}: sessions from {name} the change have the timeout of {timeout} s", got == wanted, f"{len(got - wanted)} of {len(got)} are other than the {len(wanted)} expected")


def _dump(footfall: Footfall, site_id: str) -> dict[str, list[dict[str, Any]]]:
    return {table: footfall.sql(f"SELECT * FROM {table} WHERE site_id = '{site_id}'") for table in ("events", "sessions")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", default="stopped,killed,serving,pressure,settings")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    results = Results()
    program = program_for(options.binary)
    parts = {"stopped": stopped, "killed": killed, "serving": serving, "pressure": pressure, "settings": settings}
    try:
        for name in options.only.split(","):
            if name == "pressure" and not has_failpoints(program):
                print("skipped pressure: built without the feature failpoints")
                continue
            run_part(program, results, options.seed, name, parts[name])
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
