"""The oracle's own cases, on inputs small enough to check by eye."""
from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from typing import Any

from answers import (
    EVENT_METRICS,
    SESSION_METRICS,
    Answer,
    Filter,
    Question,
    answer,
    bucket,
    buckets,
)
from events import Event, channel, external_host, read_body, url_path
from footfall import Results, micros
from oracle import Tables, import_clock, sessionise
from truth import ADDRESSES, CAMPAIGNS, PEOPLE

NOON = 1_760_097_600_000  # 2025-10-10 12:00 UTC
MINUTE = 60_000


def body(minute: float, name: str = "page_view", visitor: str | None = "a", identity: str | None = None, consent: str | None = None, **properties: Any) -> dict[str, Any]:
    at = NOON + int(minute * MINUTE)
    context = {"ip": "81.2.69.142", "user_agent": PEOPLE[0].text, **({"consent": consent} if consent else {})}
    event = {"id": identity or f"{visitor} {minute} {name}", "name": name, "timestamp": at, "properties": {"url": "https://s.example/", **properties}}
    return {"site_id": "s", "visitor": {"id": visitor, "is_new": True}, "context": context, "events": [event]}


def tables(*bodies: dict[str, Any], timeout_sec: int = 1800) -> Tables:
    events: list[Event] = []
    for one in bodies:
        events += read_body(one, ["s.example"], None, ADDRESSES)
    return sessionise(import_clock(events), {"s": timeout_sec})


def ask(found: Tables, metrics: tuple[str, ...], dimensions: tuple[str, ...] = (), *filters: Filter, **rest: Any) -> Answer:
    day = date(2025, 10, 10)
    return answer(Question(("s",), rest.get("first", day), rest.get("last", day), rest.get("zone", "UTC"), metrics, dimensions,
                           rest.get("interval"), filters), found)


def sizes(found: Tables) -> list[int]:
    return [session.events for session in found.sessions]


def test_gaps(results: Results) -> None:
    results.check("29:59.999 joins", sizes(tables(body(0), body(30 - 1 / 60_000))), [2])
    results.check("30:00 splits", sizes(tables(body(0), body(30))), [1, 1])
    results.check("a late event joins", sizes(tables(body(0), body(20), body(-120))), [3])
    results.check("another visitor moves the clock", sizes(tables(body(0), body(31, visitor="b"), body(1))), [1, 1, 1])
    results.check("a time ahead splits once", sizes(tables(body(0), body(200), body(1), body(2))), [1, 3])
    many = tables(*(body(minute) for minute in range(0, 13 * 60, 20)))
    results.check("twelve hours", sizes(many), [36, 3])
    flood = tables(*(body(number / 60) for number in range(10_002)))
    results.check("ten thousand events", sizes(flood), [10_000, 2])


def test_repeats(results: Results) -> None:
    found = tables(body(0, identity="x"), body(0, identity="x"))
    results.check("a repeat adds nothing", (sizes(found), found.repeats), ([1], 1))
    moved = tables(body(0, identity="x"), body(20, visitor="b"), body(0, identity="x"), body(40, visitor="b"), body(29, identity="y"))
    results.check("a repeat moves the deadline", [one.events for one in moved.sessions if one.visitor == "a"], [2])
    plain = tables(body(0, identity="x"), body(20, visitor="b"), body(40, visitor="b"), body(29, identity="y"))
    results.check("without it the clock splits", [one.events for one in plain.sessions if one.visitor == "a"], [1, 1])


def test_bounce(results: Results) -> None:
    def bounced(*bodies: dict[str, Any]) -> bool:
        return tables(*bodies).sessions[0].is_bounce

    results.check("one view bounces", bounced(body(0)), True)
    results.check("two do not", bounced(body(0), body(1)), False)
    results.check("9,999 ms do", bounced(body(0), body(1, "user_engagement", engagement_time_msec=9_999)), True)
    results.check("10,000 ms do not", bounced(body(0), body(1, "user_engagement", engagement_time_msec=10_000)), False)
    results.check("a lead does not", bounced(body(0), body(1, "lead")), False)
    results.check("no view bounces", bounced(body(0, "click")), True)


def test_acquisition(results: Results) -> None:
    def touch(query: str, referrer: str | None = None) -> tuple[Any, ...]:
        found = tables(body(0, url=f"https://s.example/?{query}", **({"referrer": referrer} if referrer else {}))).sessions[0].dimensions
        return found["SOURCE"], found["MEDIUM"], found["CHANNEL"]

    results.check("direct", touch(""), ("(direct)", "(none)", "Direct"))
    results.check("google", touch("", "https://www.google.co.uk/"), ("google", "organic", "Organic Search"))
    results.check("own host", touch("", "https://www.s.example/a"), ("(direct)", "(none)", "Direct"))
    results.check("gclid", touch("fbclid=1&gclid=2"), ("google", "cpc", "Paid Search"))
    results.check("fbclid", touch("fbclid=1"), ("facebook", "social", "Organic Social"))
    results.check("dclid", touch("dclid=1"), ("google", "display", "Display"))
    results.check("as sent", touch("utm_source=Google&utm_medium=CPC"), ("Google", "CPC", "Paid Search"))
    results.check("ref", touch("ref=hub", "https://t.co/"), ("hub", "referral", "Referral"))
    results.check("assistant", touch("utm_source=chatgpt.com"), ("chatgpt.com", "ai", "AI Assistants"))
    results.check("port and case", external_host("https://WWW.News.example.net:8443/x", None, []), "news.example.net")
    reached = {channel_of for channel_of in (touch(query)[2] for query in CAMPAIGNS)}
    results.check("campaigns reach all but what referrers do", len(reached), 16)
    results.check("mobile is push", channel("crm", "mobile", None), "Push")


def test_answers(results: Results) -> None:
    found = tables(
        body(0), body(5, url="https://s.example/b"), body(6, "purchase", url="https://s.example/b"),
        body(0, visitor="b", url="https://s.example/b"), body(7, visitor="c", consent="denied"),
        body(13 * 60, visitor="b", url="https://s.example/c"),
    )
    every = (*EVENT_METRICS, *SESSION_METRICS)
    results.check("totals of the day", ask(found, every).rows[()], [2, 2, 0, 4, 5, 2, 50.0, 50.0, 180.0, 1.5])
    results.check("the next day in UTC", ask(found, ("VISITORS", "SESSIONS"), first=date(2025, 10, 11), last=date(2025, 10, 11)).rows[()], [1, 1])
    results.check("the same day in New York", ask(found, ("VISITORS", "SESSIONS"), zone="America/New_York").rows[()], [2, 3])
    results.check("by page", ask(found, ("VISITORS", "PAGEVIEWS", "SESSIONS", "BOUNCE_RATE"), ("PAGE",)).rows, {("/",): [1, 2, 1, 0.0], ("/b",): [2, 2, 2, 100.0]})
    results.check("by entry page", ask(found, ("VISITORS", "EVENTS"), ("ENTRY_PAGE",)).rows, {("/",): [1, 3], ("/b",): [1, 1]})
    results.check("by event", ask(found, ("EVENTS", "SESSIONS"), ("EVENT",)).rows, {("page_view",): [4, 2], ("purchase",): [1, 1]})
    results.check("a filter by event picks sessions", ask(found, ("EVENTS", "SESSIONS", "VIEWS_PER_SESSION"), (), Filter("EVENT", "IS", ("purchase",))).rows[()], [1, 1, 2.0])
    results.check("all filters on one event", ask(found, ("SESSIONS",), (), Filter("EVENT", "IS", ("purchase",)), Filter("PAGE", "IS", ("/",))).rows[()], [0])
    results.check("a negative filter keeps null", ask(found, ("EVENTS",), (), Filter("CAMPAIGN", "IS_NOT", ("x",))).rows[()], [5])
    results.check("nothing below is null", ask(found, every, first=date(2025, 9, 1), last=date(2025, 9, 1)).rows[()], [0, 0, 0, 0, 0, 0, None, None, None, None])


def test_time(results: Results) -> None:
    autumn = Question(("s",), date(2025, 10, 26), date(2025, 10, 26), "Europe/Berlin", ("EVENTS",), ("TIME",), "HOUR")
    labels = buckets(autumn)
    results.check("a day of 25 hours", len(labels), 25)
    results.check("two o'clock twice", [label for label in labels if "T02" in label], ["2025-10-26T02:00:00+02:00", "2025-10-26T02:00:00+01:00"])
    results.check("half-hour zones", bucket(micros("2025-10-10T12:00:00Z"), "Asia/Kolkata", "HOUR"), "2025-10-10T17:00:00+05:30")
    results.check("weeks start on Monday", bucket(micros("2025-10-12T12:00:00Z"), "UTC", "WEEK"), "2025-10-06T00:00:00+00:00")
    results.check("days of October", len(buckets(Question(("s",), date(2025, 10, 1), date(2025, 10, 31), "Pacific/Chatham", (), ("TIME",), "DAY"))), 31)
    results.check("bare times are UTC", micros("2025-10-10 12:00:00"), NOON * 1000)
    results.check("paths as sent", [url_path(f"https://s.example{rest}") for rest in ("/a%2Fb/?x#y", "/#/z", "//é/../")], ["/a%2Fb/", "/", "//é/../"])


def main() -> int:
    results = Results()
    tests: list[Callable[[Results], None]] = [value for name, value in globals().items() if name.startswith("test_")]
    for test in tests:
        test(results)
    return results.close()


if __name__ == "__main__":
    sys.exit(main())
