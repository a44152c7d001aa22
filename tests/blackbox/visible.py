"""What is acknowledged is seen: within a second by `stats` and by the `events` subscription, never twice and never less than
before, also while checkpoints and compaction move rows; and while the SQL database is away, checkpoints go on.

    FOOTFALL_BIN=… python visible.py [--seed N] [--only second,counting,database]
"""
from __future__ import annotations

import argparse
import itertools
import json
import os
import pwd
import random
import subprocess
import sys
import threading
import time
import uuid
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from backends import Daemon
from crash import Part, forget_program, program_for, run_part
from footfall import CommandFailed, Results
from websockets.sync.client import connect

COUNT = "query($site: ID!) { stats(input: {siteIds: [$site], range: {preset: ALL_TIME}, metrics: [EVENTS, PAGEVIEWS], includeBots: true}) { totals { metrics } } }"
AGREE = ("query($sites: [ID!]!) { stats(input: {siteIds: $sites, range: {preset: ALL_TIME}, metrics: [EVENTS, PAGEVIEWS, SESSIONS, VIEWS_PER_SESSION], includeBots: true})"
         " { totals { metrics } query { hotRows tableVersion } } }")
FEED = "subscription($sites: [ID!]!) { events(siteIds: $sites) { id } }"


def totals(part: Part, query: str, variables: dict[str, Any], key: str) -> list[float]:
    answer = part.footfall.graphql(query, variables, key)
    if answer.get("errors"):
        raise CommandFailed(str(answer["errors"])[:300])
    return [value or 0.0 for value in answer["data"]["stats"]["totals"]["metrics"]]


# -- within a second ---------------------------------------------------------------------------------------------------


class Feed:
    """The `events` subscription; remembers when each id came."""

    def __init__(self, part: Part, key: str) -> None:
        self.held = ExitStack()
        opened = connect(f"ws://127.0.0.1:{part.footfall.port}/graphql/ws", subprotocols=["graphql-transport-ws"], proxy=None)
        self.socket = self.held.enter_context(opened)
        self._send({"type": "connection_init", "payload": {"Authorization": f"Bearer {key}"}})
        assert json.loads(self.socket.recv(10))["type"] == "connection_ack"
        self._send({"type": "subscribe", "id": "1", "payload": {"query": FEED, "variables": {"sites": part.sites}}})
        self.came: dict[str, float] = {}
        self.more = threading.Condition()
        threading.Thread(target=self._run, daemon=True).start()

    def _send(self, message: dict[str, Any]) -> None:
        self.socket.send(json.dumps(message))

    def _run(self) -> None:
        for text in self.socket:
            message = json.loads(text)
            if message["type"] == "next":
                with self.more:
                    self.came[message["payload"]["data"]["events"]["id"]] = time.monotonic()
                    self.more.notify_all()

    def close(self) -> None:
        self.held.close()

    def wait_for(self, event_id: str, seconds: float) -> float | None:
        with self.more:
            self.more.wait_for(lambda: event_id in self.came, seconds)
            return self.came.get(event_id)


def second(part: Part) -> None:
    """Single events, one after the other, each counted and delivered within a second of its 202, under load beside."""
    part.start()
    key = part.footfall.create_key("read")
    time.sleep(1.5)
    site = part.footfall.create_site("Seen", ["crash.example"], consent="not_required")
    time.sleep(1.5)
    part.sites = [*part.sites, site]
    feed = Feed(part, key)
    part.traffic.start()
    counted_after, delivered_after = [], []
    for number in range(1, 201):
        event_id = str(uuid.uuid4())
        body = {"site_id": site, "visitor": {"id": str(uuid.uuid4())}, "context": {"consent": "granted"},
                "events": [{"id": event_id, "name": "page_view", "properties": {"url": "https://crash.example/seen"}}]}
        reply = part.footfall.collect(body, part.key)
        acknowledged = time.monotonic()
        part.results.check(f"{part.label}: accepted", reply.status, 202)
        while totals(part, COUNT, {"site": site}, key)[0] < number and time.monotonic() < acknowledged + 10:
            pass
        counted_after.append(time.monotonic() - acknowledged)
        came = feed.wait_for(event_id, 10)
        delivered_after.append((came or float("inf")) - acknowledged)
    feed.close()
    part.results.that(f"{part.label}: stats counts within a second", max(counted_after) <= 1, f"after {max(counted_after):.2f} s")
    part.results.that(f"{part.label}: the subscription delivers within a second", max(delivered_after) <= 1, f"after {max(delivered_after):.2f} s")
    print(f"{part.label}: counted after {max(counted_after) * 1e3:.0f} ms and delivered after {max(delivered_after) * 1e3:.0f} ms at most", flush=True)
    part.finish()


# -- hot and cold as one -------------------------------------------------------------------------------------------------


def counting(part: Part) -> None:
    """Counts while rows pour in and checkpoints and compaction move them."""
    part.serve = ("--checkpoint-interval", "250ms", "--maintenance-interval", "1s")
    part.traffic.repeats = 0
    part.traffic.pause_sec = 0
    part.traffic.copies = 4
    part.start()
    key = part.footfall.create_key("read")
    time.sleep(1.5)
    part.traffic.start()
    versions, mixed = set(), 0
    counts: list[list[float]] = []
    problems: list[str] = []

    def ask(seconds: float) -> None:
        nonlocal mixed
        deadline = time.monotonic() + seconds
        latest = 0.0
        while time.monotonic() < deadline:
            acknowledged = len(part.traffic.acknowledged_ids())
            asked = time.monotonic()
            answer = part.footfall.graphql(AGREE, {"sites": part.sites}, key)
            if answer.get("errors"):
                problems.append(f"error {answer['errors']}")
                continue
            events, views, sessions, per_session = (value or 0.0 for value in answer["data"]["stats"]["totals"]["metrics"])
            sent = sum(len(batch.body["events"]) for batch in list(part.traffic.batches))
            info = answer["data"]["stats"]["query"]
            versions.add(info["tableVersion"])
            mixed += info["hotRows"] > 0 and info["tableVersion"] > 0
            counts.append([asked, acknowledged, events])
            if events < latest:
                problems.append(f"{events} after {latest}")
            if events > sent:
                problems.append(f"{events} of {sent} sent")
            if abs(sessions * per_session - views) > 0.5:
                problems.append(f"{views} page views of events, {sessions * per_session} of sessions")
            latest = max(latest, events)

    threads = [threading.Thread(target=ask, args=(12,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    part.results.that(f"{part.label}: never back, never more than sent, events and sessions agree", not problems, f"{len(problems)}: {problems[:3]}")
    part.results.that(f"{part.label}: commits went on between the questions", len(versions) > 10, f"{len(versions)} versions")
    part.results.that(f"{part.label}: answers were of files and memory", mixed > 20, f"{mixed}")
    late = [(before, after) for before, after in itertools.product(counts[::7], counts[::7])
            if after[0] > before[0] + 1 and after[2] < before[1]]
    part.results.that(f"{part.label}: what was acknowledged a second ago is counted", not late, f"{late[:2]}")
    print(f"{part.label}: {len(counts)} answers over {len(versions)} versions, {mixed} of files and memory", flush=True)
    part.finish()


# -- the database away ---------------------------------------------------------------------------------------------------


class Postgres(Daemon):
    """A cluster of its own, run by the user that Debian's package makes: the server refuses root."""

    def __init__(self) -> None:
        super().__init__("postgres")
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        owner = pwd.getpwnam("postgres")
        self.user = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"] if os.getuid() == 0 else []
        if self.user:
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        init = [*self.user, str(self.programs / "initdb"), "-D", str(self.folder / "data"), "-U", "footfall", "-A", "trust", "--no-sync"]
        subprocess.run(init, check=True, capture_output=True, cwd=self.folder)

    @staticmethod
    def is_installed() -> bool:
        if not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
            return False
        try:
            return os.getuid() != 0 or bool(pwd.getpwnam("postgres"))
        except KeyError:
            return False

    def command(self) -> list[str]:
        settings = [f"port={self.port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={self.folder}", "fsync=off"]
        return [*self.user, str(self.programs / "postgres"), "-D", str(self.folder / "data"), *(part for text in settings for part in ("-c", text))]

    def answers(self) -> bool:
        ready = [str(self.programs / "pg_isready"), "-h", "127.0.0.1", "-p", str(self.port), "-q"]
        return subprocess.run(ready, check=False).returncode == 0

    @property
    def url(self) -> str:
        return f"postgres://footfall@127.0.0.1:{self.port}/postgres"


def database(part: Part, postgres: Postgres) -> None:
    """PostgreSQL stops under load: events are taken and committed; it comes back, and all is well."""
    key = part.footfall.create_key("read")
    part.start()
    part.traffic.start()
    time.sleep(2)
    postgres.stop()
    gone = len(part.traffic.acknowledged())
    reply = part.footfall.get("/ready")
    part.results.that(f"{part.label}: /ready says that the database is away", reply.status == 503 and "database" in reply.text, reply.text)
    before = version(part, key)
    deadline = time.monotonic() + 20
    while version(part, key) < before + 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    part.results.that(f"{part.label}: commits go on without it", version(part, key) >= before + 3, f"from {before} to {version(part, key)}")
    taken = len(part.traffic.acknowledged()) - gone
    part.results.that(f"{part.label}: events are taken without it", taken > 20, f"{taken} requests")
    postgres.start()
    while part.footfall.get("/ready").status != 200 and time.monotonic() < deadline + 20:
        time.sleep(0.1)
    part.results.check(f"{part.label}: ready once it is back", part.footfall.get("/ready").status, 200)
    part.finish()


def version(part: Part, key: str) -> int:
    answer = part.footfall.graphql(AGREE, {"sites": part.sites}, key)
    return int(answer["data"]["stats"]["query"]["tableVersion"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", default="second,counting,database")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    parts = options.only.split(",")
    results = Results()
    program = program_for(options.binary)
    try:
        for name, body in (("second", second), ("counting", counting)):
            if name in parts:
                run_part(program, results, options.seed, name, body)
        if "database" in parts and Postgres.is_installed():
            with Postgres() as postgres:
                run_part(program, results, options.seed, "database", lambda part: database(part, postgres), ["--database", postgres.url])
        elif "database" in parts:
            print("skipped database: PostgreSQL is not installed (apt-get install postgresql)")
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
