"""The live part: events over HTTP with short session timeouts, so that real time ends sessions.

The log's order and append times cannot be known from outside, so they are read back from the table; everything else
is recomputed from what was sent.
"""
from __future__ import annotations

import random
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from events import Event, read_body
from footfall import Footfall, Reply, Results, micros
from generate import Site
from truth import ADDRESSES, CAMPAIGNS, PEOPLE, REFERRERS, Agent

SITES = [
    Site("Live 1 s", ("live0.example",), "UTC", 1),
    Site("Live 3 s", ("live1.example", "other1.example"), "Asia/Kolkata", 3),
    Site("Live 30 min", ("live2.example",), "America/New_York", 1800),
]


@dataclass
class Sent:
    """A body as the oracle is to read it, with what stands for the visitor where it names none."""

    body: dict[str, Any]
    site: Site
    sender: str | None = None
    clock: int = 0


@dataclass
class Person:
    identity: str | None
    agent: Agent
    address: str
    with_key: bool
    consent: str
    visits: int = 0
    past: list[dict[str, Any]] = field(default_factory=list)


class Live:
    """Sends and remembers."""

    def __init__(self, footfall: Footfall, ids: list[str], key: str, results: Results, seed: int) -> None:
        self.footfall, self.ids, self.key, self.results = footfall, ids, key, results
        self.rng = random.Random(f"live/{seed}")
        self.sent: list[Sent] = []

    def run(self, rounds: int = 14) -> None:
        people = {number: self._people() for number in range(len(SITES))}
        for turn in range(rounds):
            for number, crowd in people.items():
                for person in crowd:
                    if self.rng.random() < 0.45:
                        self._send(number, person)
            time.sleep(self.rng.choice([0.1, 0.4, 1.1, 1.3]) if turn % 5 else 3.2)
        self._burst()

    def _people(self) -> list[Person]:
        people = []
        for number, agent in enumerate(PEOPLE):
            with_key = number % 2 == 0
            consent = ["granted", "granted", "not_required", "unknown", "unknown", "denied"][number % 6]
            identity = None if consent == "unknown" else str(uuid.UUID(int=self.rng.getrandbits(128), version=4))
            address = f"10.200.0.{number}" if consent == "unknown" else self.rng.choice(list(ADDRESSES))
            people.append(Person(identity, agent, address, with_key, consent))
        return people

    def _send(self, number: int, person: Person, copies: int = 1) -> None:
        site, rng = SITES[number], self.rng
        now = time.time_ns() // 1_000_000
        # Late and early within what is accepted: a day, a week with a key, five minutes ahead.
        oldest = 6 * 86_400_000 if person.with_key else 20 * 3600_000
        moved = rng.choice([0] * 12 + [-40, 1_500, -4_000, -1_860_000, -rng.randrange(oldest), 200_000])
        query = rng.choice(CAMPAIGNS) if rng.random() < 0.4 and person.consent != "denied" else ""
        properties: dict[str, Any] = {"url": f"https://{site.host}/live/{rng.randrange(6)}" + (f"?{query}" if query else "")}
        if rng.random() < 0.4 and person.consent != "denied":
            properties["referrer"] = rng.choice(REFERRERS)
        events = [self._event("page_view", now + moved, properties)]
        if rng.random() < 0.4:
            events.append(self._event("user_engagement", now + moved + 700, {"url": properties["url"], "engagement_time_msec": rng.choice([600, 10_000])}))
        if rng.random() < 0.1:
            events.append(self._event("purchase", now + moved, {"url": properties["url"], "transaction_id": uuid.uuid4().hex, "value": 9.5, "currency": "EUR"}))
        fresh = list(events)
        if person.past and rng.random() < 0.3:
            events.append(rng.choice(person.past))
        person.past += fresh
        self._deliver(number, person, events)

    def _event(self, name: str, at: int, properties: dict[str, Any]) -> dict[str, Any]:
        return {"id": str(uuid.uuid4()), "name": name, "timestamp": at, "properties": properties}

    def _deliver(self, number: int, person: Person, events: list[dict[str, Any]]) -> None:
        site, site_id = SITES[number], self.ids[number]
        # Without a key both are forged and must be ignored.
        context: dict[str, Any] = {"consent": person.consent, "ip": person.address, "user_agent": person.agent.text if person.with_key else "curl/8.4.0"}
        if person.agent.touch_points:
            context["touch_points"] = person.agent.touch_points
        body: dict[str, Any] = {"site_id": site_id, "context": context, "events": events}
        if person.identity:
            body["visitor"] = {"id": person.identity, "is_new": True}
            body["session"] = {"id": str(uuid.uuid4()), "number": 1}
        headers = {"User-Agent": "blackbox/1.0"} if person.with_key else {"User-Agent": person.agent.text, "Origin": f"https://www.{site.host}"}
        reply = self.footfall.collect(body, self.key if person.with_key else None, headers)
        self._accepted(reply, len(events))
        read_as = {**body, "context": {**context, "ip": person.address if person.with_key else "127.0.0.1", "user_agent": person.agent.text}}
        self.sent.append(Sent(read_as, site))

    def _accepted(self, reply: Reply, count: int) -> None:
        if reply.status != 202:
            self.results.fail("a good body is accepted", f"{reply.status} {reply.text[:120]}", "202")
            return
        said = reply.json()
        self.results.check("202 says how many", (said.get("success"), said.get("events_received"), said.get("rejected", [])), (True, count, []))

    def _burst(self) -> None:
        """Many requests at once, of one person each."""
        crowd = [Person(str(uuid.UUID(int=self.rng.getrandbits(128), version=4)), PEOPLE[number % 4], "81.2.69.142", True, "granted") for number in range(120)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda person: self._send(2, person), crowd))

    def ids_sent(self) -> set[str]:
        return {event["id"] for sent in self.sent for event in sent.body["events"]}

    def wait_until_stored(self, seconds: float = 60) -> list[dict[str, Any]]:
        """The rows of all live sites, once as many are there as were sent, or when the time is over."""
        sites = ", ".join(f"'{site_id}'" for site_id in self.ids)
        statement = f"SELECT event_id, server_timestamp, log_partition, log_offset, frame_index FROM events WHERE site_id IN ({sites})"
        deadline = time.monotonic() + seconds
        while True:
            rows = self.footfall.sql(statement)
            if len(rows) >= len(self.ids_sent()) or time.monotonic() > deadline:
                return rows
            time.sleep(0.5)

    def in_log_order(self, rows: list[dict[str, Any]]) -> list[Event]:
        """Every event that was sent, repeats too, at its place in the log. A repeat is always sent behind a new event of
        the same request, and so shares its frame's clock."""
        place = {row["event_id"]: row for row in rows}
        seen: set[tuple[str, str]] = set()
        ordered = []
        for sent in self.sent:
            last: tuple[int, ...] = ()
            clock = 0
            for event in read_body(sent.body, list(sent.site.domains), None, ADDRESSES):
                name = (event.site_id, event.event_id)
                if name in seen:
                    event.clock, event.order = clock, (*last, 1)
                elif event.event_id in place:
                    row = place[event.event_id]
                    clock = micros(row["server_timestamp"])
                    last = (row["log_partition"], row["log_offset"], row["frame_index"])
                    event.clock, event.order = clock, (*last, 0)
                else:
                    continue
                seen.add(name)
                ordered.append(event)
        return sorted(ordered, key=lambda event: event.order)
