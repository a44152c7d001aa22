"""A month of traffic of twenty sites, from a seed: bodies of `POST /api/collect`, one list per site in arrival order.

Gaps inside a visit stay well below the site's timeout and gaps between visits well above it, so that a difference
means a wrong rule and not a rounding; exact edges are visited on purpose by single visitors.
"""
from __future__ import annotations

import argparse
import json
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from truth import ADDRESSES, BOTS, CAMPAIGNS, PEOPLE, REFERRERS, Agent

FIRST_DAY, LAST_DAY = date(2025, 10, 1), date(2025, 10, 31)

ZONES = [
    "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Adelaide", "America/St_Johns",
    "Pacific/Auckland", "Asia/Tokyo", "America/Sao_Paulo", "Europe/London", "America/Los_Angeles", "Africa/Casablanca",
    "Asia/Tehran", "Pacific/Chatham", "Europe/Lisbon", "America/Phoenix", "Asia/Yangon", "Pacific/Honolulu", "Europe/Berlin",
]
TIMEOUTS_MIN = [30, 30, 30, 10, 60, 30, 5, 30, 120, 30, 30, 240, 30, 30, 1, 30, 30, 45, 30, 30]

PATHS = [
    "/", "/pricing", "/pricing/", "/blog", "/blog/2025/10/hello-world", "/Blog", "/caf%C3%A9", "/caf%c3%a9", "/a%2Fb",
    "/über/uns", "/日本", "/with space", "/x//y", "/a/../b", "/emoji/😀", "/'quotes\"and\\back", "/index.html", "/%zz",
]
TITLES = ["Home", "Pricing – 50 % off", "", "Ünïcödé ✓", "a\tb\nc", "\u202eright to left", "x" * 300, "NULL", "'; DROP TABLE events; --"]


@dataclass(frozen=True)
class Site:
    """A generated site, before the program gave it an id."""

    name: str
    domains: tuple[str, ...]
    zone: str
    timeout_sec: int

    @property
    def host(self) -> str:
        return self.domains[0]


@dataclass
class Month:
    """All bodies by site, in the order they arrive. `site_id` is to be set when the id is known."""

    sites: list[Site]
    bodies: list[list[dict[str, Any]]]

    def events(self) -> int:
        return sum(len(body["events"]) for bodies in self.bodies for body in bodies)


def sites(count: int = 20) -> list[Site]:
    return [
        Site(f"Site {i}", (f"site{i}.example", f"www.shop{i}.example"), ZONES[i % len(ZONES)], 60 * TIMEOUTS_MIN[i % len(TIMEOUTS_MIN)])
        for i in range(count)
    ]


@dataclass
class Visitor:
    identity: str
    agent: Agent
    address: str
    consent: str
    language: str
    visits: int = 0
    user_id: str | None = None


@dataclass
class Arrival:
    at: int
    body: dict[str, Any] = field(compare=False)


class SiteTraffic:
    """Writes the bodies of one site. Times are milliseconds since 1970."""

    def __init__(self, site: Site, rng: random.Random) -> None:
        self.site, self.rng = site, rng
        self.arrivals: list[Arrival] = []
        self.events = 0
        self.cookieless = 0
        zone = ZoneInfo(site.zone)
        # A day before and after the month, so that ranges have something to cut off.
        self.start = int(datetime.combine(FIRST_DAY - timedelta(days=1), datetime.min.time(), zone).timestamp() * 1000)
        self.end = int(datetime.combine(LAST_DAY + timedelta(days=2), datetime.min.time(), zone).timestamp() * 1000)

    def uuid(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def fill(self, target: int) -> None:
        self.edges()
        while self.events < target:
            self.visitor()

    # -- visitors ------------------------------------------------------------------------------------------------

    def visitor(self) -> None:
        rng = self.rng
        is_bot = rng.random() < 0.06
        consent = rng.choices(["granted", "not_required", None, "unknown", "denied"], [55, 15, 15, 10, 5])[0]
        agent = rng.choice(BOTS) if is_bot else rng.choice(PEOPLE)
        consent = "not_required" if is_bot else consent
        visitor = Visitor(self.uuid(), agent, rng.choice(list(ADDRESSES)), consent or "", rng.choice(["en-US", "de", "pt-BR"]))
        if consent == "unknown":
            # Without an identity it is the address and agent that make one, for a day: none is used twice.
            self.cookieless += 1
            visitor.address = f"10.{1 + self.cookieless // 65536}.{self.cookieless // 256 % 256}.{self.cookieless % 256}"
            self.visit(visitor, rng.randrange(self.start + 12 * 3600_000, self.end - 36 * 3600_000) // 86_400_000 * 86_400_000 + 6 * 3600_000, one_day=True)
            return
        if rng.random() < 0.1:
            visitor.user_id = f"user-{rng.randrange(1000)}"
        if not is_bot and rng.random() < 0.02:
            at = rng.randrange(self.start, self.end)
            self.add(at, visitor, [self.event("page_view", at, self.page(self.path(), referrer="https://semalt.com/x"))])
            return
        at = rng.randrange(self.start, self.end)
        for _ in range(rng.choices([1, 2, 3, 6], [60, 20, 12, 8])[0]):
            at = self.visit(visitor, at)
            at += int(self.site.timeout_sec * 1000 * rng.uniform(1.6, 200))
            if at > self.end:
                break

    def visit(self, visitor: Visitor, at: int, one_day: bool = False) -> int:
        """One visit from `at` on; returns when it was over."""
        rng = self.rng
        timeout = self.site.timeout_sec * 1000
        visitor.visits += 1
        query, referrer = "", None
        if visitor.consent != "denied":
            query = rng.choice(CAMPAIGNS) if rng.random() < 0.45 else ""
            referrer = rng.choice(REFERRERS) if rng.random() < 0.5 else None
        if rng.random() < 0.05 and visitor.consent != "denied":
            referrer = f"https://www.{self.site.host}/internal"
        tab = self.uuid()
        tabs = [tab, self.uuid()] if rng.random() < 0.1 else [tab]
        for number in range(rng.choices([1, 2, 3, 5, 9], [45, 20, 15, 12, 8])[0]):
            batch = []
            properties = self.page(self.path(), query if number == 0 else "", referrer if number == 0 else None)
            if number == 0 and rng.random() < 0.1 and visitor.consent != "denied":
                properties["utm_source"] = " property "
                properties["utm_medium"] = "referral"
            batch.append(self.event(rng.choice(["page_view"] * 9 + ["pageview"]), at, properties))
            if number == 0 and rng.random() < 0.1:
                batch.append(self.event(rng.choice(["session_start", "first_visit"]), at, {}))
            here = {"url": properties["url"], "page_view_number": number + 1}
            if rng.random() < 0.5:
                step = min(rng.randrange(500, 15_000), 55_000)
                batch.append(self.event("user_engagement", at + step, {
                    **here, "engagement_time_msec": rng.choice([0, 900, 4_000, 9_999, 10_000, 31_000]),
                    "scroll_depth_percent": rng.randrange(0, 101), "time_on_page_sec": step // 1000}))
            if rng.random() < 0.3:
                batch.append(self.event(rng.choice(["scroll", "scroll_depth"]), at + rng.randrange(100, 20_000), {**here, "depth": rng.choice([25, 50, 75, 90])}))
            if rng.random() < 0.25:
                batch.append(self.custom(at + rng.randrange(1, 30_000), here))
            if rng.random() < 0.06:
                batch.extend(self.purchase(at + rng.randrange(1, 40_000), here))
            if rng.random() < 0.1:
                rng.shuffle(batch)
            self.deliver(visitor, batch, at, tabs[number % len(tabs)])
            longest = timeout * 0.5 if not one_day else min(timeout * 0.5, 600_000)
            at += rng.randrange(60_001 if longest > 120_000 else 500, int(max(longest, 120_000 if longest > 120_000 else 1_000)))
        return at

    def deliver(self, visitor: Visitor, batch: list[dict[str, Any]], at: int, tab: str) -> None:
        """Sends a batch, mostly at once; sometimes late, twice, or in two halves the wrong way round."""
        rng = self.rng
        luck = rng.random()
        if luck < 0.03 and len(batch) > 1:
            self.add(at + 900, visitor, batch[1:], tab)
            self.add(at + 1_800, visitor, batch[:1], tab)
            return
        # Consent `unknown` ties a visit to a day, so its events are not moved.
        late = luck < 0.06 and visitor.consent != "unknown"
        arrives = at + (rng.choice([5_000, 120_000, 3_600_000, 7 * 3600_000]) if late else rng.randrange(0, 1_500))
        self.add(arrives, visitor, batch, tab)
        if luck > 0.97:
            self.add(arrives + rng.randrange(1, 200_000), visitor, [dict(event) for event in batch], tab)

    # -- events --------------------------------------------------------------------------------------------------

    def path(self) -> str:
        rank = min(int(self.rng.paretovariate(0.9)) - 1, 220)
        return PATHS[rank] if rank < len(PATHS) else f"/article/{rank}"

    def page(self, path: str, query: str = "", referrer: str | None = None) -> dict[str, Any]:
        host = self.rng.choice([self.site.host, f"www.{self.site.host}", *self.site.domains])
        fragment = "#section?x=/y" if self.rng.random() < 0.05 else ""
        properties: dict[str, Any] = {"url": f"https://{host}{path}{'?' + query if query else ''}{fragment}", "title": self.rng.choice(TITLES)}
        if referrer:
            properties["referrer"] = referrer
        return properties

    def event(self, name: str, at: int, properties: dict[str, Any]) -> dict[str, Any]:
        return {"id": self.uuid(), "name": name, "timestamp": at, "properties": properties}

    def custom(self, at: int, here: dict[str, Any]) -> dict[str, Any]:
        rng = self.rng
        name = rng.choice(["click", "file_download", "sign_up", "lead", "video_play", "form_submit", "Added to Cart", "ключ", "search"])
        extra: dict[str, Any] = rng.choice([
            {"plan": "pro", "seats": 3, "trial": True}, {"nested": {"a": [1, 2.5, None, {"b": "c"}]}}, {"search_term": "shoes 👟"},
            {"link_url": "https://example.net/x", "text": "go"}, {"value": "not a number", "currency": 7}, {"source": "not a utm"},
            {"visitor_id": "forged", "is_bot": True, "country": "XX", "session_id": "forged"}, {}, {"big": "y" * 900},
        ])
        return self.event(name, at, {**here, **extra})

    def purchase(self, at: int, here: dict[str, Any]) -> Iterator[dict[str, Any]]:
        rng = self.rng
        transaction = f"T-{rng.randrange(10**9)}"
        value = rng.randrange(100, 50_000) / 100
        item = {"item_id": "SKU1", "item_name": "Shoe", "price": value, "quantity": 1}
        yield self.event(rng.choice(["purchase", "purchase", "revenue"]), at, {**here, "transaction_id": transaction, "value": value, "currency": "EUR", "tax": 1.23, "items": [item]})
        if rng.random() < 0.1:
            yield self.event("refund", at + 1_000, {"url": here["url"], "transaction_id": transaction, "value": value, "currency": "EUR"})

    def add(self, at: int, visitor: Visitor, events: list[dict[str, Any]], tab: str | None = None) -> None:
        context: dict[str, Any] = {"ip": visitor.address, "user_agent": visitor.agent.text, "language": visitor.language,
                                   "screen_width": 1920, "screen_height": 1080, "viewport_width": 1200, "viewport_height": 800}
        if visitor.agent.touch_points:
            context["touch_points"] = visitor.agent.touch_points
        if visitor.consent:
            context["consent"] = visitor.consent
        body: dict[str, Any] = {"site_id": None, "context": context, "events": events}
        if visitor.consent != "unknown":
            body["visitor"] = {"id": visitor.identity, "is_new": visitor.visits <= 1, "user_id": visitor.user_id}
            body["session"] = {"id": tab or self.uuid(), "number": max(visitor.visits, 1), "is_new": False}
        self.events += len(events)
        self.arrivals.append(Arrival(at, body))

    # -- edges ---------------------------------------------------------------------------------------------------

    def edges(self) -> None:
        """Visitors who walk along the limits, one event a request."""
        timeout = self.site.timeout_sec * 1000
        noon = self.start + 5 * 86_400_000 + 43_200_000
        for gap in (timeout - 1, timeout, timeout + 1, timeout // 2):
            visitor = self.person()
            for step in range(3):
                self.single(visitor, noon + step * gap)
        # Half an hour late within the visit, and a time far ahead that must not pull later events along.
        visitor = self.person()
        for at, arrives in ((noon, noon), (noon - 1_800_000, noon + 1_000), (noon + 2_000, noon + 2_000)):
            self.single(visitor, at, arrives)
        # Across local midnight and across the month's end.
        for boundary in (self.start + 10 * 86_400_000, self.end - 86_400_000):
            visitor = self.person()
            for at in (boundary - 20_000, boundary - 1, boundary, boundary + 20_000):
                self.single(visitor, at)
        # Longer than twelve hours without a pause; the campaign goes with it.
        visitor = self.person()
        step = min(timeout // 2, 1_200_000)
        first = self.page("/long", "utm_source=google&utm_medium=cpc&utm_campaign=long")
        self.add(noon, visitor, [self.event("page_view", noon, first)])
        for number in range(1, 13 * 3_600_000 // max(step, 300_000) + 1):
            self.single(visitor, noon + number * max(step, 300_000) if step >= 300_000 else noon + number * step)

    def flood(self) -> None:
        """One visitor with more events than a session holds."""
        visitor = self.person()
        at = self.start + 7 * 86_400_000
        self.add(at, visitor, [self.event("page_view", at, self.page("/flood", "gclid=flood"))])
        for number in range(1, 201):
            start = at + number * 60_000
            self.add(start, visitor, [self.event("heartbeat", start + i * 1_000, {"url": f"https://{self.site.host}/flood"}) for i in range(51)])

    def person(self) -> Visitor:
        return Visitor(self.uuid(), self.rng.choice(PEOPLE[:4]), "81.2.69.142", "granted", "en", visits=1)

    def single(self, visitor: Visitor, at: int, arrives: int | None = None) -> None:
        self.add(at if arrives is None else arrives, visitor, [self.event("page_view", at, self.page("/edge"))])


def generate(seed: int = 1, events: int = 200_000, count: int = 20) -> Month:
    """Deterministic for its arguments. Sites get shares by rank, the first the largest."""
    plan = sites(count)
    shares = [1 / (rank + 1) for rank in range(count)]
    bodies = []
    for rank, site in enumerate(plan):
        traffic = SiteTraffic(site, random.Random(f"{seed}/{rank}"))
        if rank == 0 and events >= 100_000:
            traffic.flood()
        traffic.fill(int(events * shares[rank] / sum(shares)))
        traffic.arrivals.sort(key=lambda arrival: arrival.at)
        bodies.append([arrival.body for arrival in traffic.arrivals])
    return Month(plan, bodies)


def write(month: Month, ids: list[str], folder: Path) -> list[Path]:
    """One NDJSON file a site; sets `site_id`."""
    paths = []
    for number, (bodies, site_id) in enumerate(zip(month.bodies, ids, strict=True)):
        path = folder / f"site-{number}.ndjson"
        with path.open("w", encoding="utf-8") as file:
            for body in bodies:
                body["site_id"] = site_id
                file.write(json.dumps(body, ensure_ascii=False) + "\n")
        paths.append(path)
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    month = generate(options.seed, options.events)
    write(month, [f"site-{number}" for number in range(len(month.sites))], options.out)
    print(f"{month.events()} events of {len(month.sites)} sites in {options.out}")


if __name__ == "__main__":
    main()
