"""Exactly once, whatever dies when: load goes on while `serve` is killed, fails and panics; then every event that got a
202 must be in `events` once, and `sessions` must be what plain Python makes of `events` in log order.

    FOOTFALL_BIN=… python crash.py [--kills 6] [--seed N] [--only kills,errors,panics,pauses,actors]

The parts with failpoints need a build with the feature `failpoints` and are skipped without it.
"""
from __future__ import annotations

import argparse
import collections
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from events import Event, read_body
from footfall import CommandFailed, Footfall, Reply, Results, binary, micros
from oracle import ClosedSession, sessionise
from truth import CAMPAIGNS, PEOPLE, REFERRERS, Agent

TIMEOUT_SEC = 2
SERVE = ("--checkpoint-interval", "1s")
DOMAIN = "crash.example"
# In the order in which a checkpoint meets them: sinks/src/delta.rs.
POINTS = (
    "checkpoint-begin", "after-state", "events-before-upload", "events-after-upload", "events-after-commit",
    "sessions-before-upload", "sessions-after-upload", "sessions-after-commit", "checkpoint-end",
)
# How a server is killed, each as likely as it is named.
HOW = ("run", "run", "run", "run", "start", "start", "stop", "stop", "checkpoint", "checkpoint")
EVENT_COLUMNS = ("event_id, site_id, event_name, visitor_id, session_id, is_session_start, timestamp, server_timestamp, "
                 "log_partition, log_offset, frame_index, page_path")
SESSION_COLUMNS = ("site_id, session_id, visitor_id, session_start, session_end, duration_sec, events, pageviews, is_bounce, is_single_page, "
                   "entry_page, exit_page, source, medium, channel, utm_campaign, log_partition, first_offset, last_offset, closed_offset")


def program_for(argument: str | None) -> str:
    """A copy of the binary, so that a build beside does not replace it; it lies in a folder of its own."""
    # So that a test that is told to stop still stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="footfall-program-"))
    return str(shutil.copy2(binary(argument), folder / "footfall"))


def forget_program(program: str) -> None:
    shutil.rmtree(Path(program).parent, ignore_errors=True)


def has_failpoints(program: str) -> bool:
    return b"sessions-after-commit" in Path(program).read_bytes()


# -- load --------------------------------------------------------------------------------------------------------------


@dataclass
class Person:
    """A visitor; used by one thread only, so that his requests do not overtake each other."""

    site_id: str
    identity: str
    agent: Agent
    due: float
    past: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Batch:
    """A request as it was sent. What was not acknowledged may be stored or not, but wholly or not at all."""

    body: dict[str, Any]
    acknowledged: bool = False
    fresh: int = 0


class Traffic:
    """Posts from several threads until it is stopped, and remembers what was acknowledged."""

    def __init__(self, footfall: Footfall, sites: list[str], key: str, results: Results, seed: int, threads: int = 3, pause_sec: float = 0.03) -> None:
        self.footfall, self.sites, self.key, self.results = footfall, sites, key, results
        self.seed, self.pause_sec = seed, pause_sec
        self.batches: list[Batch] = []
        self.refused: collections.Counter[str] = collections.Counter()
        self.padding = ""
        self.copies = 1
        self.repeats = 0.2
        self.name_sometimes: str | None = None
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(number,), daemon=True) for number in range(threads)]

    def start(self) -> None:
        """Does nothing where it is running."""
        for thread in self._threads:
            if thread.ident is None:
                thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(60)

    def acknowledged(self) -> list[Batch]:
        with self._lock:
            return [batch for batch in self.batches if batch.acknowledged]

    def acknowledged_ids(self) -> set[str]:
        return {event["id"] for batch in self.acknowledged() for event in batch.body["events"]}

    def post(self, batch: Batch, again: bool = False) -> Reply | None:
        """Sends; None where nothing answered. Anything but 202 and 503 with Retry-After is a failure."""
        try:
            reply = self.footfall.collect(batch.body, self.key, {"User-Agent": "blackbox/1.0"})
        except OSError as error:
            self._note(type(getattr(error, "reason", error)).__name__)
            return None
        except Exception as error:  # http.client's, when the server dies within an answer
            self._note(type(error).__name__)
            return None
        if reply.status == 503:
            self._note("503")
            if not reply.headers.get("Retry-After", "").isdigit() and not reply.headers.get("retry-after", "").isdigit():
                self._fail("503 says when to come again", dict(reply.headers), "Retry-After")
            return reply
        if reply.status != 202:
            self._fail("a good body is accepted", f"{reply.status} {reply.text[:100]}", "202 or 503")
            return reply
        said = reply.json()
        if (said.get("success"), said.get("events_received"), said.get("rejected", [])) != (True, len(batch.body["events"]), []):
            self._fail("202 says how many", reply.text, len(batch.body["events"]))
        if not again:
            batch.acknowledged = True
        return reply

    def _fail(self, what: str, got: Any, expected: Any) -> None:
        """The same failure of many requests is told once."""
        self._note(what)
        if self.refused[what] == 1:
            self.results.fail(what, got, expected)

    def _note(self, what: str) -> None:
        with self._lock:
            self.refused[what] += 1

    def _run(self, number: int) -> None:
        rng = random.Random(f"{self.seed}/{number}")
        crowd = [self.person(rng) for _ in range(12)]
        while not self._stopping.is_set():
            now = time.monotonic()
            place = min(range(len(crowd)), key=lambda at: crowd[at].due)
            person = crowd[place]
            if person.due > now:
                self._stopping.wait(min(person.due - now, 0.05))
                continue
            batch = self.batch(person, rng)
            with self._lock:
                self.batches.append(batch)
            reply = self.post(batch)
            if reply is not None and reply.status == 202:
                person.past = (person.past + batch.body["events"][:batch.fresh])[-40:]
            else:
                self._stopping.wait(0.05)
            # Mostly within the session, sometimes close to its end, sometimes beyond it, sometimes never again.
            luck = rng.random()
            wait = rng.uniform(0.02, 0.6) if luck < 0.7 else rng.uniform(1.8, 2.2) if luck < 0.8 else rng.uniform(2.3, 4.5)
            person.due = time.monotonic() + wait
            if luck > 0.96:
                crowd[place] = self.person(rng)
            self._stopping.wait(rng.uniform(0, self.pause_sec))

    def person(self, rng: random.Random) -> Person:
        identity = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        return Person(rng.choice(self.sites), identity, rng.choice(PEOPLE[:4]), time.monotonic() + rng.uniform(0, 0.8))

    def batch(self, person: Person, rng: random.Random) -> Batch:
        now = time.time_ns() // 1_000_000
        events = []
        for number in range(self.copies * rng.choice([1, 1, 2, 3, 6])):
            query = rng.choice(CAMPAIGNS) if rng.random() < 0.3 else ""
            properties: dict[str, Any] = {"url": f"https://{DOMAIN}/p/{rng.randrange(9)}" + (f"?{query}" if query else "")}
            if rng.random() < 0.3:
                properties["referrer"] = rng.choice(REFERRERS)
            name = rng.choice(["page_view", "page_view", "page_view", "user_engagement", "click", "purchase"])
            if name == "user_engagement":
                properties["engagement_time_msec"] = rng.choice([600, 4_000, 10_000])
            elif name == "purchase":
                properties |= {"transaction_id": uuid.uuid4().hex, "value": 9.5, "currency": "EUR"}
            if self.name_sometimes and number == 0 and rng.random() < 0.1:
                name = self.name_sometimes
            if self.padding:
                properties["padding"] = self.padding
            events.append({"id": str(uuid.uuid4()), "name": name, "timestamp": now - rng.choice([0, 0, 0, 7, 300]), "properties": properties})
        fresh = len(events)
        # A repeat stands behind a new event of the same request: it moves the deadline to where that event moved it.
        if person.past and rng.random() < self.repeats:
            events.append(rng.choice(person.past))
        body = {
            "site_id": person.site_id,
            "visitor": {"id": person.identity, "is_new": True},
            "session": {"id": str(uuid.uuid4()), "number": 1},
            "context": {"consent": "not_required", "ip": "81.2.69.142", "user_agent": person.agent.text},
            "events": events,
        }
        return Batch(body, fresh=fresh)

    def summary(self) -> str:
        stored = self.acknowledged()
        return f"{len(stored)} of {len(self.batches)} requests acknowledged, {len(self.acknowledged_ids())} events; else {dict(self.refused)}"


# -- what must be in the tables ----------------------------------------------------------------------------------------


def check_tables(footfall: Footfall, traffic: Traffic, results: Results, label: str, but: set[str] | None = None,
                 closed: bool = True, timeout_sec: int = TIMEOUT_SEC) -> list[dict[str, Any]]:
    """`events` against what was sent, `sessions` against `events`. `but` are events that may be missing."""
    sites = ", ".join(f"'{site_id}'" for site_id in traffic.sites)
    rows = footfall.sql(f"SELECT {EVENT_COLUMNS} FROM events WHERE site_id IN ({sites})")
    for row in rows:
        row["place"] = (row["log_partition"], row["log_offset"], row["frame_index"])
        row["clock"] = micros(row["server_timestamp"])
    rows.sort(key=lambda row: row["place"])
    count = collections.Counter(row["event_id"] for row in rows)
    sent = {event["id"] for batch in traffic.batches for event in batch.body["events"]}
    missing = sorted(traffic.acknowledged_ids() - set(count) - (but or set()))
    results.that(f"{label}: every acknowledged event is stored", not missing, f"{len(missing)} of {len(traffic.acknowledged_ids())} are not: {_where(traffic, missing)}")
    doubled = [event_id for event_id, times in count.items() if times > 1]
    results.that(f"{label}: none is stored twice", not doubled, f"{len(doubled)} are, as {[row['place'] for row in rows if row['event_id'] in doubled[:2]]}")
    foreign = set(count) - sent
    results.that(f"{label}: nothing else is stored", not foreign, f"{len(foreign)}: {sorted(foreign)[:2]}")
    places = [row["place"] for row in rows]
    results.that(f"{label}: no place in the log twice", len(set(places)) == len(places), f"{len(places) - len(set(places))} are")
    back = [after["place"] for before, after in zip(rows, rows[1:], strict=False) if before["log_partition"] == after["log_partition"] and after["clock"] < before["clock"]]
    results.that(f"{label}: the log's clock never goes back", not back, f"{len(back)}: {back[:3]}")
    halves = [batch for batch in traffic.batches if not batch.acknowledged
              and len({event["id"] in count for event in batch.body["events"][:batch.fresh]} if not but else {0}) > 1]
    results.that(f"{label}: a request that was not acknowledged is stored wholly or not", not halves, f"{len(halves)} halves")
    _check_sessions(footfall, traffic, rows, results, label, closed, timeout_sec)
    return rows


def _where(traffic: Traffic, event_ids: list[str]) -> str:
    """Which requests the events were in: how many of how many requests, by their place among the acknowledged."""
    lost = set(event_ids)
    numbers = [number for number, batch in enumerate(traffic.acknowledged()) if any(event["id"] in lost for event in batch.body["events"])]
    return f"requests {numbers[:12]} of {len(traffic.acknowledged())}; first {event_ids[:2]}"


def expected_events(traffic: Traffic, rows: list[dict[str, Any]]) -> tuple[list[Event], list[str]]:
    """What was sent, at the place and clock that the table gives it; and the events whose time is not as sent."""
    place = {row["event_id"]: row for row in rows}
    found: dict[str, Event] = {}
    for batch in traffic.batches:
        for event in read_body(batch.body, [DOMAIN], None, {}):
            if event.event_id in place and event.event_id not in found:
                row = place[event.event_id]
                event.clock, event.order = row["clock"], row["place"]
                found[event.event_id] = event
    moved = [event_id for event_id, event in found.items() if event.timestamp != micros(place[event_id]["timestamp"])]
    return sorted(found.values(), key=lambda event: event.order), moved


def _check_sessions(footfall: Footfall, traffic: Traffic, rows: list[dict[str, Any]], results: Results, label: str, closed: bool, timeout_sec: int) -> None:
    events, moved = expected_events(traffic, rows)
    results.that(f"{label}: times are as sent", not moved, f"{len(moved)} are not: {moved[:2]}")
    wanted = sessionise(events, dict.fromkeys(traffic.sites, timeout_sec)).sessions
    place = {row["event_id"]: row for row in rows}
    members: dict[str, list[dict[str, Any]]] = collections.defaultdict(list)
    for row in rows:
        members[row["session_id"]].append(row)
    got = {tuple(row["event_id"] for row in group) for group in members.values()}
    expected = {tuple(row.event_id for row in session.rows): session for session in wanted}
    wrong, lacking = got - set(expected), set(expected) - got
    results.that(f"{label}: events fall into the sessions of a plain recomputation", not wrong and not lacking,
                 f"{len(wrong)} of {len(got)} stored sessions are not among {len(expected)}: {_gaps(wrong, place)} instead of {_gaps(lacking, place)}")
    starts = [row["event_id"] for group in members.values() for number, row in enumerate(group) if row["is_session_start"] != (number == 0)]
    results.that(f"{label}: is_session_start is at the first event alone", not starts, f"{len(starts)} are not so")

    sites = ", ".join(f"'{site_id}'" for site_id in traffic.sites)
    stored = footfall.sql(f"SELECT {SESSION_COLUMNS} FROM sessions WHERE site_id IN ({sites})")
    count = collections.Counter(row["session_id"] for row in stored)
    doubled = [session_id for session_id, times in count.items() if times > 1]
    results.that(f"{label}: no session is stored twice", not doubled, f"{len(doubled)} of {len(count)} are: {[row for row in stored if row['session_id'] in doubled[:1]]}")
    unknown = set(count) - set(members)
    results.that(f"{label}: no session without events", not unknown, f"{len(unknown)}")
    if closed:
        open_ones = set(members) - set(count)
        results.that(f"{label}: every session is closed and stored", not open_ones,
                     f"{len(open_ones)} of {len(members)} are not; the first ends at {min((members[one][-1]['place'] for one in open_ones), default=None)}")
    by_id = {row["session_id"]: row for row in stored}
    differ = []
    for session_id, row in by_id.items():
        group = members.get(session_id, [])
        session = expected.get(tuple(one["event_id"] for one in group))
        if session is not None:
            differ += [(session_id, *one) for one in _differences(row, session, group)]
    results.that(f"{label}: sessions are as recomputed", not differ, f"{len(differ)} values differ: {differ[:2]}")


def _gaps(sessions: set[tuple[str, ...]], place: dict[str, dict[str, Any]]) -> str:
    """One session as site's partition, offsets and clocks."""
    one = min(sessions, key=lambda session: place[session[0]]["place"], default=())
    return str([(place[event_id]["place"], place[event_id]["clock"] / 1e6) for event_id in one][:4])


def _differences(row: dict[str, Any], session: ClosedSession, group: list[dict[str, Any]]) -> list[tuple[str, Any, Any]]:
    start, end = micros(row["session_start"]), micros(row["session_end"])
    pairs = [
        ("visitor_id", row["visitor_id"], session.visitor),
        ("session_start", start, session.start),
        ("session_end", end, session.start + round(session.duration_sec * 1e6)),
        ("duration_sec", round(row["duration_sec"], 3), round(session.duration_sec, 3)),
        ("events", row["events"], session.events),
        ("pageviews", row["pageviews"], session.pageviews),
        ("is_bounce", row["is_bounce"], session.is_bounce),
        ("is_single_page", row["is_single_page"], session.is_single_page),
        ("log_partition", row["log_partition"], group[0]["log_partition"]),
        ("first_offset", row["first_offset"], group[0]["log_offset"]),
        ("last_offset", row["last_offset"], group[-1]["log_offset"]),
        ("closed_offset > last_offset", row["closed_offset"] > row["last_offset"], True),
    ]
    names = {"entry_page": "ENTRY_PAGE", "exit_page": "EXIT_PAGE", "source": "SOURCE", "medium": "MEDIUM", "channel": "CHANNEL", "utm_campaign": "CAMPAIGN"}
    pairs += [(column, row.get(column), session.dimensions[name]) for column, name in names.items()]
    return [(name, got, wanted) for name, got, wanted in pairs if got != wanted]


def settle(seconds: float = TIMEOUT_SEC + 2.0) -> None:
    """Long enough for every session to end by the clock."""
    time.sleep(seconds)


def stop_cleanly(footfall: Footfall, results: Results, label: str) -> None:
    results.check(f"{label}: exit code after SIGTERM", footfall.stop(), 0)


# -- parts -------------------------------------------------------------------------------------------------------------


class Part:
    """A data folder with two sites under load."""

    def __init__(self, footfall: Footfall, results: Results, seed: int, label: str) -> None:
        self.footfall, self.results, self.label, self.rng = footfall, results, label, random.Random(f"{label}/{seed}")
        self.sites = [footfall.create_site(f"{label} {number}", [DOMAIN], timeout_sec=TIMEOUT_SEC, consent="not_required") for number in range(3)]
        self.key = footfall.create_key("write")
        self.traffic = Traffic(footfall, self.sites, self.key, results, seed)
        self.serve: tuple[str, ...] = SERVE

    def start(self, failpoints: str = "") -> None:
        self.footfall.start(*self.serve, environment={"FAILPOINTS": failpoints} if failpoints else None)

    def finish(self, but: set[str] | None = None) -> list[dict[str, Any]]:
        """Ends the load, stops the server and compares the tables."""
        self.traffic.stop()
        settle()
        stop_cleanly(self.footfall, self.results, self.label)
        print(f"{self.label}: {self.traffic.summary()}", flush=True)
        self.results.that(f"{self.label}: there was load", len(self.traffic.acknowledged()) > 30, self.traffic.summary())
        rows = check_tables(self.footfall, self.traffic, self.results, self.label, but)
        self.note_panics()
        return rows

    def note_panics(self, allowed: tuple[str, ...] = ("failpoint",)) -> None:
        """A panic that no failpoint asked for is a failure."""
        text = self.footfall.log.read_text(errors="replace")
        lines = text.splitlines()
        bad = [f"{line} | {after}" for line, after in zip(lines, [*lines[1:], ""], strict=True) if "panicked at" in line and not any(word in line + after for word in allowed)]
        self.results.that(f"{self.label}: no panic of its own", not bad, f"{len(bad)}: {bad[:2]}")

    def checkpoint_with_state(self) -> subprocess.Popen[bytes]:
        """`backup` of a running server asks it for a checkpoint with state, and so for a trim."""
        folder = Path(tempfile.mkdtemp(dir=self.footfall.root)) / "backup"
        command = [self.footfall.program, "--data", str(self.footfall.data), *self.footfall.options, "backup", str(folder)]
        with (self.footfall.root / "asked.log").open("ab") as said:
            return subprocess.Popen(command, stdout=said, stderr=said, env=self.footfall.environment)

    def said(self) -> str:
        """What the server and the checkpoints that were asked for have said."""
        paths = (self.footfall.log, self.footfall.root / "asked.log")
        return "".join(path.read_text(errors="replace") for path in paths if path.exists())


def ended(process: subprocess.Popen[bytes], seconds: float = 20) -> int:
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def send_again(part: Part, what: str, batches: list[Batch]) -> None:
    """Repeats of what is stored; they are to change nothing, which `finish` finds out."""
    accepted = 0
    for batch in batches:
        reply = part.traffic.post(batch, again=True)
        accepted += reply is not None and reply.status == 202
    part.results.check(f"{part.label}: sent again {what}", accepted, len(batches))


def probes(part: Part, count: int = 6) -> list[Batch]:
    """Batches of visitors who are never seen again."""
    sent = []
    for _ in range(count):
        person = part.traffic.person(part.rng)
        batch = part.traffic.batch(person, part.rng)
        part.traffic.batches.append(batch)
        part.traffic.post(batch)
        part.results.that(f"{part.label}: probe accepted", batch.acknowledged)
        sent.append(batch)
    return sent


def kill_once(part: Part, ways: Sequence[str] = HOW) -> str:
    """One kill at a random moment of a run, a start, a stop or a checkpoint with state; the server is down afterwards."""
    footfall, rng = part.footfall, part.rng
    how = rng.choice(ways)
    if how == "start":
        footfall.launch(*part.serve)
        time.sleep(rng.uniform(0.02, 0.6))
        footfall.kill()
        return how
    part.start()
    time.sleep(rng.uniform(0.2, 3.0))
    if not footfall.is_alive():
        part.results.fail(f"{part.label}: the server lives until it is killed", footfall.log.read_text(errors="replace")[-300:], "alive")
    if how == "stop" and footfall.server:
        footfall.server.send_signal(signal.SIGTERM)
        time.sleep(rng.uniform(0, 0.6))
        code = footfall.server.poll()
        part.results.that(f"{part.label}: a stop that was quicker than its kill ends with 0", code in (None, 0), str(code))
    if how == "checkpoint":
        asked = part.checkpoint_with_state()
        time.sleep(rng.uniform(0.02, 0.5))
        footfall.kill()
        ended(asked)
    footfall.kill()
    return how


def kills(part: Part, count: int, how: Sequence[str] = HOW) -> None:
    """`count` kills under load, and repeats before, between and after them, and after a trim."""
    part.start()
    first = probes(part)
    part.traffic.start()
    settle()
    send_again(part, "after its session closed", first)
    part.footfall.kill()
    done: collections.Counter[str] = collections.Counter(["run"])
    for number in range(count - 1):
        done[kill_once(part, how)] += 1
        if count > 10 and number % 10 == 9:
            print(f"{part.label}: {number + 1} kills, {part.traffic.summary()}", flush=True)
    print(f"{part.label}: kills {dict(done)}", flush=True)
    part.start()
    send_again(part, "after kills", first)
    time.sleep(1.5)
    part.traffic.stop()
    settle()
    # A clean stop saves the state and trims the log; what is remembered of old events is in the state from then on.
    stop_cleanly(part.footfall, part.results, part.label)
    before = stored_counts(part)
    part.start()
    stored = part.traffic.acknowledged()
    sample = part.rng.sample(stored, min(len(stored), 150))
    send_again(part, "after the log was trimmed", first + sample)
    time.sleep(1.5)
    part.footfall.kill()
    part.start()
    send_again(part, "after the trim and a kill", first + sample[:50])
    part.finish()
    part.results.check(f"{part.label}: repeats add no row", stored_counts(part), before)


def stored_counts(part: Part) -> tuple[int, int]:
    counted = [part.footfall.sql(f"SELECT count(*) AS n FROM {table}")[0]["n"] for table in ("events", "sessions")]
    return counted[0], counted[1]


def errors(part: Part) -> None:
    """Every failpoint returns an error once in a round, and once in a checkpoint with state."""
    _in_rounds(part, "return")
    _when_asked(part, "return")
    part.finish()


def panics(part: Part) -> None:
    """The same with a panic."""
    _in_rounds(part, "panic")
    _when_asked(part, "panic")
    part.finish()


def _in_rounds(part: Part, action: str) -> None:
    waiting = list(POINTS)
    # Round 1 passes all points; then point n fails when it is met for the (n + 2)nd time, as the rounds before stopped at
    # the points before it, with a good one between.
    part.start(";".join(f"{name}={number + 1}*off->1*{action}" for number, name in enumerate(POINTS)))
    part.traffic.start()
    latest, done = time.monotonic(), "nothing yet"
    while waiting:
        time.sleep(0.2)
        text = part.footfall.log.read_text(errors="replace")
        met = [name for name in waiting if _is_met(name, action, text)]
        if met:
            waiting, latest, done = [name for name in waiting if name not in met], time.monotonic(), met[-1]
        alive = part.footfall.is_alive()
        if not alive or time.monotonic() - latest > 6:
            what = "the server outlives a failpoint" if not alive else f"rounds go on after {action} at {done}"
            part.results.fail(f"{part.label}: {what}", text[-200:] if not alive else "none for 6 s", "a round a second")
            break
    time.sleep(2)
    part.footfall.kill()


def _is_met(name: str, action: str, text: str) -> bool:
    return (f"failpoint {name} panic" if action == "panic" else f"tables error: {name}") in text


def _when_asked(part: Part, action: str) -> None:
    """Each checkpoint that is asked for fails one point further on; no rounds between."""
    serve, part.serve = part.serve, ("--checkpoint-interval", "1h")
    part.start(";".join(f"{name}=1*{action}" for name in (*POINTS, "before-trim")))
    before = len(part.said())
    part.traffic.start()
    for name in (*POINTS, "before-trim"):
        time.sleep(0.4)
        code = ended(part.checkpoint_with_state())
        # An error before the trim only leaves the log longer; nobody is told.
        if name != "before-trim" or action == "panic":
            part.results.that(f"{part.label}: a checkpoint that fails at {name} says so", code != 0 and _is_met(name, action, part.said()[before:]), f"exit code {code}")
    part.results.check(f"{part.label}: the checkpoint after all failpoints", ended(part.checkpoint_with_state()), 0)
    part.footfall.kill()
    part.serve = serve
    part.start()
    time.sleep(1)


def pauses(part: Part) -> None:
    """kill -9 while a checkpoint stands still at each failpoint."""
    part.traffic.start()
    for name in (*POINTS, "before-trim"):
        part.start(f"{name}={0 if name == 'before-trim' else 1}*off->1*sleep(60000)".replace("0*off->", ""))
        if name in ("after-state", "before-trim"):
            time.sleep(1.2)
            asked = part.checkpoint_with_state()
            time.sleep(1.2)
            part.footfall.kill()
            ended(asked)
            continue
        time.sleep(2.3)
        part.footfall.kill()
    part.start()
    time.sleep(1.5)
    part.finish()


def actors(part: Part) -> None:
    """Session, site and partition actors panic once each; then an event that always panics, which is set aside."""
    part.traffic.name_sometimes = "panic"
    part.start("session-panic=1*off->1*panic;site-panic=30*off->1*panic->30*off->1*panic;partition-panic=50*off->1*panic->60*off->1*panic")
    part.traffic.start()
    time.sleep(8)
    text = part.footfall.log.read_text(errors="replace")
    for name in ("session-panic", "site-panic", "partition-panic"):
        part.results.that(f"{part.label}: {name} was met", name in text)
    part.results.that(f"{part.label}: the server outlives its actors", part.footfall.is_alive())
    part.footfall.kill()
    part.start()
    time.sleep(1)
    part.finish()


def quarantine(part: Part) -> None:
    """An event that always panics is set aside and named; everything beside it is stored."""
    part.traffic.name_sometimes = "panic"
    # A repeat beside an event that is set aside would move a deadline with no row to tell when.
    part.traffic.repeats = 0
    part.start("session-panic=panic")
    part.traffic.start()
    time.sleep(5)
    part.results.that(f"{part.label}: the server outlives its actors", part.footfall.is_alive())
    part.traffic.stop()
    settle()
    marked = {event["id"] for batch in part.traffic.batches for event in batch.body["events"] if event["name"] == "panic"}
    rows = part.finish(marked)
    named = list((part.footfall.data / "quarantine").rglob("*.json"))
    received = {event["id"] for batch in part.traffic.acknowledged() for event in batch.body["events"] if event["name"] == "panic"}
    stored = {row["event_id"] for row in rows} & received
    part.results.check(f"{part.label}: each event that panics is set aside", (len(stored), len(named)), (0, len(received)))
    if named:
        said = json.loads(named[0].read_text())
        part.results.that(f"{part.label}: it is said what and why", said.get("site_id") in part.sites or said.get("site") in part.sites, str(said))


def run_part(program: str, results: Results, seed: int, label: str, body: Callable[[Part], None], options: Sequence[str] = (),
             environment: Mapping[str, str] | None = None) -> None:
    """A part in a folder of its own; everything it started is stopped, and an error of the program is a failed check."""
    started = time.monotonic()
    with Footfall(program, options=options) as footfall:
        footfall.environment |= environment or {}
        part = None
        try:
            part = Part(footfall, results, seed, label)
            body(part)
        except Exception as error:
            traceback.print_exc(limit=3)
            results.fail(f"{label}: runs through", str(error)[-600:], "no error")
        finally:
            if part is not None:
                part.traffic.stop()
    print(f"{label}: {time.monotonic() - started:.0f} s", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", default="kills,errors,panics,pauses,actors,quarantine")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    results = Results()
    program = program_for(options.binary)
    parts: dict[str, Callable[[Part], None]] = {
        "kills": lambda part: kills(part, options.kills), "errors": errors, "panics": panics, "pauses": pauses,
        "actors": actors, "quarantine": quarantine,
    }
    try:
        able = has_failpoints(program)
        for name in options.only.split(","):
            if name != "kills" and not able:
                print(f"skipped {name}: built without the feature failpoints")
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
