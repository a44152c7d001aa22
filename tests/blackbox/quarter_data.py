"""A quarter of four sites with the awkward cases, the same weeks a year before, and the days before now, from a seed.

What is imported lies in one file a site; what is sent over HTTP are the last days, in two portions: visits of the first
go on in the second, so that sessions pass over a checkpoint and a restart.
"""
from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from generate import Site, SiteTraffic, Visitor

FIRST_DAY, LAST_DAY = date(2025, 10, 1), date(2025, 12, 31)
DAY_MSEC = 86_400_000

# All but Kathmandu change their clocks in the quarter, Lord Howe by half an hour.
SITES = [
    Site("Berlin", ("berlin.example", "berlin-shop.example"), "Europe/Berlin", 1800),
    Site("New York", ("ny.example",), "America/New_York", 1800),
    Site("Kathmandu", ("ktm.example", "www.ktm2.example"), "Asia/Kathmandu", 600),
    Site("Lord Howe", ("howe.example",), "Australia/Lord_Howe", 30),
]
ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe"]
TRANSITIONS = [datetime(2025, 10, 26, 1, tzinfo=UTC), datetime(2025, 11, 2, 6, tzinfo=UTC), datetime(2025, 10, 4, 15, 30, tzinfo=UTC)]
SHARES = [0.4, 0.25, 0.2, 0.15]
# Addresses that some test database knows more of: companies, hosting, proxies, mobile networks.
ADDRESSES = ["74.209.24.0", "149.101.100.0", "1.128.0.1", "71.160.223.1", "1.2.0.1", "186.30.236.1", "65.0.0.1", "2.3.3.1", "81.2.69.160"]
WORDS = ["plan", "seats", "trial", "price", "Größe", "a b"]


class QuarterTraffic(SiteTraffic):
    """One site's traffic in a window; visitors of earlier windows come back."""

    def __init__(self, site: Site, rng: random.Random, pool: list[Visitor]) -> None:
        super().__init__(site, rng)
        self.pool = pool
        self.transactions: list[str] = []

    def within(self, blocks: list[int], target: int) -> None:
        """Visitors until that many events more, each within some three days around one of these moments. Other days stay
        empty, so that series have zeros and the tables not too many files."""
        wanted = self.events + target
        while self.events < wanted:
            middle = self.rng.choice(blocks)
            self.start, self.end = middle - DAY_MSEC, middle + 2 * DAY_MSEC
            self.visitor()

    def visitor(self) -> None:
        if self.pool and self.rng.random() < 0.3:
            self.visit(self.rng.choice(self.pool), self.rng.randrange(self.start, self.end))
        else:
            super().visitor()

    def visit(self, visitor: Visitor, at: int, one_day: bool = False) -> int:
        if self.rng.random() < 0.3 and not one_day:
            visitor.address = self.rng.choice(ADDRESSES)
        if not one_day and visitor.consent in ("granted", "not_required", ""):
            self.pool.append(visitor)
        return super().visit(visitor, at, one_day)

    def deliver(self, visitor: Visitor, batch: list[dict[str, Any]], at: int, tab: str) -> None:
        if self.rng.random() < 0.02 and visitor.consent != "unknown":
            self.add(at + DAY_MSEC, visitor, batch, tab)
        else:
            super().deliver(visitor, batch, at, tab)

    def custom(self, at: int, here: dict[str, Any]) -> dict[str, Any]:
        rng = self.rng
        name = rng.choice(["click", "file_download", "sign_up", "lead", "video_play", "form_submit", "Added to Cart", "ключ", "search"])
        extra: dict[str, Any] = {
            "click": {"link_url": f"https://example.net/{rng.randrange(4)}", "text": "go"},
            "file_download": {"file_name": rng.choice(["a.pdf", "b c.zip", "ü.csv"]), "link_url": "https://example.net/f"},
            "video_play": {"video_id": f"v{rng.randrange(3)}", "provider": "youtube"},
            "form_submit": rng.choice([{"form_id": "f1"}, {"form_id": "f2", "form_name": "Contact"}, {"form_name": "Größe"}]),
            "search": {"search_term": rng.choice(["shoes 👟", "Shoes", "boots", "straße"])},
        }.get(name, {})
        return self.event(name, at, {**here, **extra, **self.words(1)})

    def words(self, least: int) -> dict[str, Any]:
        """Custom properties: the same name with text, numbers, truth, nothing."""
        rng = self.rng
        values: dict[str, list[Any]] = {
            "plan": ["pro", "free", "Pro", "", None], "seats": [1, 3, 12, 3.5, -2, "many"], "trial": [True, False, "true"],
            "price": [9.99, 10, "10", 12345.5], "Größe": ["XL", "groß", "👟"], "a b": ["x", "y z", "100 % _sure"],
        }
        return {word: rng.choice(values[word]) for word in rng.sample(WORDS, rng.randrange(least, 4))}

    def purchase(self, at: int, here: dict[str, Any]) -> Any:
        """Also what is sent twice under one id, and what has none."""
        rng = self.rng
        again = bool(self.transactions) and rng.random() < 0.15
        number = rng.choice(self.transactions) if again else f"T-{rng.randrange(10**9)}"
        self.transactions.append(number)
        money = {"value": int(number[2:]) % 50_000 / 100, "currency": "USD", "tax": 1.23}
        named = {} if rng.random() < 0.05 else {"transaction_id": number}
        yield self.event("revenue" if number.endswith("7") else "purchase", at, {**here, **named, **money})
        if rng.random() < 0.2:
            yield self.event("refund", at + 1_000, {"url": here["url"], **named, **money})

    def add(self, at: int, visitor: Visitor, events: list[dict[str, Any]], tab: str | None = None) -> None:
        super().add(at, visitor, events, tab)
        context = self.arrivals[-1].body["context"]
        some = random.Random(visitor.identity)
        context["timezone"] = some.choice(ZONES)
        context["screen_width"] = some.choice([1920, 1280, 390])
        if some.random() < 0.1:
            del context["screen_width"]
        if some.random() < 0.1:
            del context["language"]
        context["viewport_width"] = some.choice([1200, 390])
        for event in events:
            if event["name"] == "page_view" and visitor.consent != "denied" and self.rng.random() < 0.15:
                event["properties"] = {**event["properties"], **self.words(1)}
            if self.rng.random() < 0.03:
                event["properties"] = {name: value for name, value in event["properties"].items() if name not in ("page_view_number", "title")}

    def midnights(self) -> None:
        """Visits over local midnights, over the quarter's edges, and through every change of clocks."""
        zone = ZoneInfo(self.site.zone)
        days = [FIRST_DAY, date(2025, 11, 1), date(2025, 12, 1), LAST_DAY + timedelta(days=1)]
        moments = [datetime.combine(day, datetime.min.time(), zone) for day in days] + TRANSITIONS
        for moment in moments:
            middle = int(moment.timestamp() * 1000)
            for step in (7 * 60_000, 20_000):
                visitor = self.person()
                for number in range(-18, 19, 3):
                    self.single(visitor, middle + number * step - (number == 0))


@dataclass
class Plan:
    """What is to be imported and what to be sent, by site, in order."""

    imported: list[list[dict[str, Any]]]
    committed: list[list[dict[str, Any]]]
    hot: list[list[dict[str, Any]]]

    def events(self) -> list[int]:
        return [sum(len(body["events"]) for bodies in part for body in bodies) for part in (self.imported, self.committed, self.hot)]


def plan(seed: int, events: int) -> Plan:
    """Deterministic for its arguments, but for the distance of the last days from the present."""
    made = Plan([], [], [])
    now = time.time_ns() // 1_000_000
    for rank, site in enumerate(SITES):
        rng = random.Random(f"quarter/{seed}/{rank}")
        pool: list[Visitor] = []
        wanted = int(events * SHARES[rank])
        traffic = QuarterTraffic(site, rng, pool)
        traffic.midnights()
        zone = ZoneInfo(site.zone)
        first, last = (int(datetime.combine(day, datetime.min.time(), zone).timestamp() * 1000) for day in (FIRST_DAY, LAST_DAY))
        days = [first, last, *(int(moment.timestamp() * 1000) for moment in TRANSITIONS)]
        days.append(first + random.Random(seed).randrange(40, 80) * DAY_MSEC)
        traffic.within([day - 365 * DAY_MSEC for day in (first, days[2])], int(wanted * 0.1))
        traffic.within(days, int(wanted * 0.5))
        traffic.start, traffic.end = first, last + DAY_MSEC
        traffic.edges()
        traffic.within([now - 5 * DAY_MSEC, now - 3 * DAY_MSEC], int(wanted * 0.1))
        # A year before the last days, for their comparison.
        traffic.within([now - 366 * DAY_MSEC], int(wanted * 0.04))
        made.imported.append(_bodies(traffic, now - 60_000))
        for part, block in ((made.committed, now - 4 * DAY_MSEC), (made.hot, now - 2 * DAY_MSEC)):
            live = QuarterTraffic(site, rng, pool)
            live.within([block, now - 3 * DAY_MSEC], int(wanted * 0.08))
            part.append(_bodies(live, now))
        # The same people to the end of one portion and from the start of the next: sessions over a checkpoint.
        for part in (made.committed, made.hot):
            close = QuarterTraffic(site, random.Random(f"close/{seed}/{rank}"), [])
            for number in range(12):
                visitor = close.person()
                at = now - (1_500_000 if part is made.committed else 300_000) + number * 20_000
                part[-1].append(_single(close, visitor, at))
        made.hot[-1] += [{**body, "events": list(body["events"])} for body in rng.sample(made.committed[-1], 4)]
    return made


def _bodies(traffic: SiteTraffic, until: int) -> list[dict[str, Any]]:
    traffic.arrivals.sort(key=lambda arrival: arrival.at)
    bodies = [arrival.body for arrival in traffic.arrivals]
    for body in bodies:
        body["events"] = [event for event in body["events"] if event["timestamp"] < until]
    return [body for body in bodies if body["events"]]


def _single(traffic: QuarterTraffic, visitor: Visitor, at: int) -> dict[str, Any]:
    # The event's id differs between the portions; the person, drawn by the same seed, does not.
    event = traffic.event("page_view", at, traffic.page(traffic.path()))
    event["id"] = f"{event['id'][:-6]}{at % 1_000_000:06d}"
    traffic.add(at, visitor, [event])
    return traffic.arrivals[-1].body
