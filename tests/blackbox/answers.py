"""Answers to questions, over the oracle's rows, as "How a question is answered" says."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from oracle import ClosedSession, Row, Tables

EVENT_METRICS = ["VISITORS", "NEW_VISITORS", "RETURNING_VISITORS", "PAGEVIEWS", "EVENTS"]
SESSION_METRICS = ["SESSIONS", "BOUNCE_RATE", "SINGLE_PAGE_RATE", "SESSION_DURATION", "VIEWS_PER_SESSION"]
COUNTS = {*EVENT_METRICS, "SESSIONS"}
EVENT_SCOPE = {"PAGE", "EVENT"}
FROM_SESSIONS = {"ENTRY_PAGE", "EXIT_PAGE"}

Key = tuple[str | None, ...]
Number = float | int | None


@dataclass(frozen=True)
class Filter:
    dimension: str
    op: str
    values: tuple[str, ...]

    def keeps(self, value: str | None) -> bool:
        if self.op == "IS":
            return value in self.values
        if self.op == "IS_NOT":
            return value not in self.values
        if self.op == "CONTAINS":
            return value is not None and any(part in value for part in self.values)
        raise ValueError(self.op)

    def as_input(self) -> dict[str, Any]:
        return {"dimension": self.dimension, "op": self.op, "values": list(self.values)}


@dataclass(frozen=True)
class Question:
    sites: tuple[str, ...]
    first: date
    last: date
    zone: str
    metrics: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    interval: str | None = None
    filters: tuple[Filter, ...] = ()
    include_bots: bool = False
    label: str = field(default="", compare=False)

    def as_input(self) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "siteIds": list(self.sites),
            "range": {"from": self.first.isoformat(), "to": self.last.isoformat()},
            "metrics": list(self.metrics),
            "timezone": self.zone,
            "includeBots": self.include_bots,
            "limit": 10_000,
        }
        if self.dimensions:
            asked["dimensions"] = list(self.dimensions)
        if self.interval:
            asked["interval"] = self.interval
        if self.filters:
            asked["filters"] = [one.as_input() for one in self.filters]
        return asked

    def bounds(self) -> tuple[int, int]:
        """[from, to) in microseconds."""
        return usec(midnight(self.first, self.zone)), usec(midnight(self.last + timedelta(days=1), self.zone))


def midnight(day: date, zone: str) -> datetime:
    """The first moment of a local day."""
    local = datetime.combine(day, time(), ZoneInfo(zone))
    return local.astimezone(UTC).astimezone(ZoneInfo(zone))


def usec(moment: datetime) -> int:
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds


def bucket(instant: int, zone: str, interval: str) -> str:
    """The RFC 3339 local start of the bucket an instant falls into."""
    return _bucket(instant // 60_000_000 // (1 if interval == "MINUTE" else 15), zone, interval)


@lru_cache(maxsize=200_000)
def _bucket(slot: int, zone: str, interval: str) -> str:
    """The same by minute, or by quarter of an hour, within which no zone has ever changed a longer bucket."""
    minutes = slot if interval == "MINUTE" else slot * 15
    local = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    if interval in ("MINUTE", "HOUR"):
        return (local if interval == "MINUTE" else local.replace(minute=0)).isoformat()
    day = local.date()
    if interval == "WEEK":
        day -= timedelta(days=day.weekday())
    elif interval == "MONTH":
        day = day.replace(day=1)
    return midnight(day, zone).isoformat()


def buckets(question: Question) -> list[str]:
    """Every bucket of a range, in order."""
    start, end = question.bounds()
    step = {"MINUTE": 60, "HOUR": 900}.get(question.interval or "", 6 * 3600) * 1_000_000
    labels = dict.fromkeys(bucket(at, question.zone, question.interval or "DAY") for at in range(start, end, step))
    return list(labels)


@dataclass
class Answer:
    """Rows by key, each with the metrics in the order asked, and the totals where they are defined."""

    rows: dict[Key, list[Number]]
    totals: list[Number]


def answer(question: Question, tables: Tables) -> Answer:
    events, sessions = _scope(question, tables)
    rows = _rows(question, events, sessions, question.dimensions)
    if FROM_SESSIONS & set(question.dimensions):
        totals = _from_sessions(question, sessions, lambda _: ())
    else:
        totals = _rows(question, events, sessions, ())
    return Answer(rows, totals.get((), _missing(question)))


def _missing(question: Question) -> list[Number]:
    return [0 if metric in COUNTS else None for metric in question.metrics]


def _scope(question: Question, tables: Tables) -> tuple[list[Row], list[ClosedSession]]:
    start, end = question.bounds()
    event_filters = [one for one in question.filters if one.dimension in EVENT_SCOPE]
    session_filters = [one for one in question.filters if one.dimension not in EVENT_SCOPE]

    def wanted(row: Row) -> bool:
        return (
            start <= row.timestamp < end
            and row.site_id in question.sites
            and (question.include_bots or not row.is_bot)
            and all(one.keeps(row.dimension(one.dimension)) for one in question.filters)
        )

    def wanted_session(session: ClosedSession) -> bool:
        return (
            start <= session.start < end
            and session.site_id in question.sites
            and (question.include_bots or not session.is_bot)
            and all(one.keeps(session.dimensions[one.dimension]) for one in session_filters)
            and (not event_filters or any(
                start <= row.timestamp < end and all(one.keeps(row.dimension(one.dimension)) for one in event_filters)
                for row in session.rows
            ))
        )

    return [row for row in tables.events if wanted(row)], [one for one in tables.sessions if wanted_session(one)]


def _rows(question: Question, events: list[Row], sessions: list[ClosedSession], dimensions: tuple[str, ...]) -> dict[Key, list[Number]]:
    interval = question.interval or "DAY"

    def time_of(instant: int) -> str:
        return bucket(instant, question.zone, interval)

    def key_of_session(session: ClosedSession) -> Key:
        return tuple(time_of(session.start) if name == "TIME" else session.dimensions[name] for name in dimensions)

    if FROM_SESSIONS & set(dimensions):
        return _from_sessions(question, sessions, key_of_session)

    found: dict[Key, dict[str, Number]] = defaultdict(dict)
    if set(question.metrics) & set(EVENT_METRICS):
        def key_of_event(row: Row) -> Key:
            return tuple(time_of(row.timestamp) if name == "TIME" else row.dimension(name) for name in dimensions)

        # What is only asked of people has no rows for what nobody did.
        of_events = {"PAGEVIEWS", "EVENTS"} & set(question.metrics)
        kept = events if of_events else [row for row in events if row.visitor is not None]
        for key, group in _grouped(kept, key_of_event).items():
            found[key].update(_event_metrics(group))
    if set(question.metrics) & set(SESSION_METRICS):
        if EVENT_SCOPE & set(dimensions):
            _sessions_by_event_dimension(sessions, dimensions, found)
        else:
            for key, whole in _grouped(sessions, key_of_session).items():
                found[key].update(_session_metrics(whole))
    if dimensions == ("TIME",):
        for label in buckets(question):
            found[(label,)].update({})
    if not dimensions:
        found[()].update({})
    return {key: _in_order(question, values) for key, values in found.items()}


def _sessions_by_event_dimension(sessions: list[ClosedSession], dimensions: tuple[str, ...],
                                 found: dict[Key, dict[str, Number]]) -> None:
    assert len(dimensions) == 1, "only asked alone"
    if dimensions == ("PAGE",):
        having: dict[Key, set[Hashable]] = defaultdict(set)
        for session in sessions:
            for row in session.rows:
                if row.name == "page_view":
                    having[(row.path,)].add(session.key)
        for key, whole in _grouped(sessions, lambda session: (session.dimensions["ENTRY_PAGE"],)).items():
            found[key].update(_session_metrics(whole))
            found[key]["SESSIONS"] = 0
        for key, keys in having.items():
            found[key]["SESSIONS"] = len(keys)
        return
    having = defaultdict(set)
    for session in sessions:
        for row in session.rows:
            having[(row.name,)].add(session.key)
    for key, keys in having.items():
        found[key]["SESSIONS"] = len(keys)


def _from_sessions(question: Question, sessions: list[ClosedSession], key_of: Callable[[ClosedSession], Key]) -> dict[Key, list[Number]]:
    rows = {}
    for key, group in _grouped(sessions, key_of).items():
        visitors = {session.visitor for session in group}
        new = {session.visitor for session in group if session.is_first_visit}
        values = _session_metrics(group)
        values.update({
            "VISITORS": len(visitors), "NEW_VISITORS": len(new), "RETURNING_VISITORS": len(visitors) - len(new),
            "PAGEVIEWS": sum(session.pageviews for session in group), "EVENTS": sum(session.events for session in group),
        })
        rows[key] = _in_order(question, values)
    return rows


def _event_metrics(rows: list[Row]) -> dict[str, Number]:
    visitors = {row.visitor for row in rows if row.visitor is not None}
    new = {row.visitor for row in rows if row.is_first_visit}
    return {
        "VISITORS": len(visitors), "NEW_VISITORS": len(new), "RETURNING_VISITORS": len(visitors) - len(new),
        "PAGEVIEWS": sum(row.name == "page_view" for row in rows), "EVENTS": len(rows),
    }


def _session_metrics(sessions: list[ClosedSession]) -> dict[str, Number]:
    count = len(sessions)
    return {
        "SESSIONS": count,
        "BOUNCE_RATE": 100 * sum(session.is_bounce for session in sessions) / count,
        "SINGLE_PAGE_RATE": 100 * sum(session.is_single_page for session in sessions) / count,
        "SESSION_DURATION": sum(session.duration_sec for session in sessions) / count,
        "VIEWS_PER_SESSION": sum(session.pageviews for session in sessions) / count,
    }


def _grouped(items: list[Any], key_of: Callable[[Any], Key]) -> dict[Key, list[Any]]:
    groups: dict[Key, list[Any]] = defaultdict(list)
    for item in items:
        groups[key_of(item)].append(item)
    return groups


def _in_order(question: Question, values: dict[str, Number]) -> list[Number]:
    return [values.get(metric, 0 if metric in COUNTS else None) for metric in question.metrics]
