"""Which questions are asked, and how an answer is compared."""
from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from answers import (
    COUNTS,
    EVENT_METRICS,
    SESSION_METRICS,
    Answer,
    Filter,
    Key,
    Number,
    Question,
    answer,
)
from footfall import Footfall, Results
from oracle import Tables

ALL = (*EVENT_METRICS, *SESSION_METRICS)
SESSION_DIMENSIONS = ("ENTRY_PAGE", "EXIT_PAGE", "SOURCE", "MEDIUM", "CHANNEL", "CAMPAIGN", "REFERRER", "COUNTRY", "DEVICE", "BROWSER", "OS")

STATS = """query Stats($input: StatsInput!) { stats(input: $input) {
  rows { dimensions metrics partial } totals { metrics } rowCount query { from to timezone } } }"""


def of_site(site_id: str, first: date, last: date, zone: str, tables: Tables, over: bool = True, share: int = 1) -> Iterable[Question]:
    """Every metric by every dimension, then one in `share` of the filters, taken from the values that occur. `over`
    says that the range lies in the past, so that it is clear how far a series is filled with zeros."""
    def ask(dimensions: tuple[str, ...] = (), metrics: tuple[str, ...] = ALL, filters: tuple[Filter, ...] = (),
            interval: str | None = None, bots: bool = False, days: tuple[date, date] = (first, last)) -> Question:
        return Question((site_id,), *days, zone, metrics, dimensions, interval, filters, bots)

    middle = first + (last - first) / 2
    yield ask()
    yield ask(bots=True)
    yield ask(days=(middle, middle))
    for interval in ("HOUR", "DAY", "MONTH") if over else ("DAY",):
        yield ask(("TIME",), interval=interval)
    yield ask(("TIME",), interval="HOUR", days=(middle, middle + timedelta(days=2)), bots=True)
    if last - first > timedelta(days=20):
        monday = first + timedelta(days=-first.weekday() % 7)
        yield ask(("TIME",), interval="WEEK", days=(monday, monday + timedelta(days=13)))
    for dimension in SESSION_DIMENSIONS:
        yield ask((dimension,))
        yield ask((dimension,), bots=True, days=(middle, last))
    yield ask(("PAGE",))
    yield ask(("EVENT",), (*EVENT_METRICS, "SESSIONS"))
    yield ask(("CHANNEL", "DEVICE"))
    yield ask(("TIME", "SOURCE"), interval="DAY", days=(middle, min(middle + timedelta(days=6), last)))
    yield ask(("PAGE", "CHANNEL"), tuple(EVENT_METRICS))
    chosen = [filters for number, filters in enumerate(_filters(tables, site_id)) if (number + len(tables.events)) % share == 0]
    for number, filters in enumerate(chosen):
        yield ask(filters=filters)
        by_event = any(one.dimension in ("PAGE", "EVENT") for one in filters)
        match number % 3:
            case 0:
                yield ask(("SOURCE",), filters=filters)
                yield ask(("PAGE",), tuple(EVENT_METRICS) if by_event else ALL, filters)
            case 1:
                yield ask(("TIME",), filters=filters, interval="DAY")
                yield ask(("EVENT",), tuple(EVENT_METRICS), filters)
            case _ if not by_event:
                yield ask(("EXIT_PAGE",), filters=filters)
                yield ask(("COUNTRY",), filters=filters)


def _filters(tables: Tables, site_id: str) -> Iterable[tuple[Filter, ...]]:
    sessions = [session for session in tables.sessions if session.site_id == site_id]

    def common(dimension: str, rank: int) -> str:
        counts: dict[str, int] = {}
        for session in sessions:
            value = session.dimensions[dimension]
            if value is not None:
                counts[value] = counts.get(value, 0) + 1
        ranked = sorted(counts, key=lambda value: (-counts[value], value))
        return ranked[min(rank, len(ranked) - 1)] if ranked else "nothing"

    for dimension in SESSION_DIMENSIONS:
        yield (Filter(dimension, "IS", (common(dimension, 0),)),)
        yield (Filter(dimension, "IS_NOT", (common(dimension, 0), common(dimension, 1))),)
        yield (Filter(dimension, "CONTAINS", (common(dimension, 1)[1:4] or "x",)),)
    page = common("ENTRY_PAGE", 0)
    yield (Filter("PAGE", "IS", (page, common("ENTRY_PAGE", 2))),)
    yield (Filter("PAGE", "IS_NOT", (page,)),)
    yield (Filter("PAGE", "CONTAINS", ("/article/1",)),)
    yield (Filter("PAGE", "CONTAINS", ("%C3",)),)
    yield (Filter("EVENT", "IS", ("purchase", "generate_lead")),)
    yield (Filter("EVENT", "IS_NOT", ("page_view",)),)
    yield (Filter("EVENT", "CONTAINS", ("ю", "scroll")),)
    yield (Filter("EVENT", "IS", ("page_view",)), Filter("PAGE", "IS", (page,)), Filter("DEVICE", "IS", (common("DEVICE", 0),)))
    yield (Filter("CHANNEL", "IS", ("no such channel",)),)
    yield (Filter("SOURCE", "IS", (common("SOURCE", 0).upper(),)),)


def describe(question: Question) -> str:
    dimensions = "+".join(question.dimensions) or "total"
    filters = " and ".join(f"{one.dimension} {one.op} {'|'.join(one.values)}" for one in question.filters)
    parts = [question.label, dimensions, (question.interval or "").lower(), f"{question.first}..{question.last}", filters,
             "with bots" if question.include_bots else ""]
    return " ".join(part for part in parts if part)


def compare(footfall: Footfall, key: str, question: Question, tables: Tables, results: Results) -> None:
    """Asks, and checks rows, totals, row count and order."""
    label = describe(question)
    said = footfall.graphql(STATS, {"input": question.as_input()}, key)
    if said.get("errors") or not said.get("data"):
        results.fail(label, str(said.get("errors")), "an answer")
        return
    stats = said["data"]["stats"]
    expected = answer(question, tables)
    got = {_normalised(question, row["dimensions"]): row["metrics"] for row in stats["rows"]}
    if len(got) != len(stats["rows"]):
        results.fail(label, "the same row twice", "distinct rows")
    problem = _difference(question, got, expected)
    if problem:
        results.fail(label, *problem)
    else:
        results.passed += 1
    results.check(f"{label}: rowCount", stats["rowCount"], len(expected.rows))
    _check_totals(question, stats["totals"]["metrics"], expected, label, results)
    _check_order(question, stats["rows"], label, results)


def _normalised(question: Question, values: list[str | None]) -> Key:
    """Zulu and +00:00 are the same moment written twice."""
    return tuple(
        datetime.fromisoformat(value).isoformat() if name == "TIME" and value else value
        for name, value in zip(question.dimensions, values, strict=True)
    )


def _same(left: Number, right: Number) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)


def _difference(question: Question, got: dict[Key, list[Number]], expected: Answer) -> tuple[str, str] | None:
    wrong, right = [], []
    for key in sorted(set(got) | set(expected.rows), key=str):
        left, right_row = got.get(key), expected.rows.get(key)
        if left is None or right_row is None:
            wrong.append(f"{key} {'missing' if left is None else left}")
            right.append(f"{key} {'no such row' if right_row is None else right_row}")
            continue
        for metric, a, b in zip(question.metrics, left, right_row, strict=True):
            if not _same(a, b):
                wrong.append(f"{key} {metric} {a}")
                right.append(f"{b}")
    if not wrong:
        return None
    return f"{len(wrong)} wrong: " + "; ".join(wrong[:2]), "; ".join(right[:2])


def _check_totals(question: Question, got: list[Number], expected: Answer, label: str, results: Results) -> None:
    """By PAGE and EVENT, the documents do not say over which sessions the totals are."""
    by_event = {"PAGE", "EVENT"} & set(question.dimensions)
    for metric, a, b in zip(question.metrics, got, expected.totals, strict=True):
        if not (by_event and metric in SESSION_METRICS) and not _same(a, b):
            results.fail(f"{label}: total {metric}", a, b)
            return
    results.passed += 1


def _check_order(question: Question, rows: list[dict[str, list[str | None]]], label: str, results: Results) -> None:
    """TIME ascending, else first metric descending, ties by dimensions ascending (nulls' place is not defined)."""
    for before, after in itertools.pairwise(rows):
        if question.dimensions[:1] == ("TIME",):
            first, second = (datetime.fromisoformat(str(row["dimensions"][0])) for row in (before, after))
            holds = first <= second
        else:
            a, b = before["metrics"][0], after["metrics"][0]
            first_keys, second_keys = before["dimensions"], after["dimensions"]
            tie_holds = None in first_keys or None in second_keys or _points(first_keys) < _points(second_keys)
            holds = a is not None and b is not None and (a > b or (a == b and tie_holds))  # type: ignore[operator]
        if not holds:
            results.fail(f"{label}: order", f"{before} then {after}", "the documented order")
            return
    results.passed += 1


def _points(values: list[str | None]) -> list[list[int]]:
    return [[ord(character) for character in value or ""] for value in values]


def refused(footfall: Footfall, key: str, site_id: str, first: date, last: date, results: Results) -> None:
    """Session metrics by an event dimension other than PAGE and HOSTNAME have no meaning."""
    for metric in sorted(set(SESSION_METRICS) - COUNTS):
        question = Question((site_id,), first, last, "UTC", (metric,), ("EVENT",))
        said = footfall.graphql(STATS, {"input": question.as_input()}, key)
        codes = [error.get("extensions", {}).get("code") for error in said.get("errors") or []]
        results.check(f"{metric} by EVENT is refused", codes, ["UNSUPPORTED_COMBINATION"])


def paging(footfall: Footfall, key: str, question: Question, results: Results) -> None:
    """Pages of an answer, put together, are the answer."""
    whole = footfall.graphql(STATS, {"input": question.as_input()}, key)["data"]["stats"]
    pages: list[dict[str, list[str | None]]] = []
    for offset in range(0, len(whole["rows"]) + 7, 7):
        said = footfall.graphql(STATS, {"input": {**question.as_input(), "limit": 7, "offset": offset}}, key)["data"]["stats"]
        results.check(f"rowCount ignores the limit at {offset}", said["rowCount"], whole["rowCount"])
        pages += said["rows"]
    results.check(f"pages of {describe(question)}", [row["dimensions"] for row in pages], [row["dimensions"] for row in whole["rows"]])
