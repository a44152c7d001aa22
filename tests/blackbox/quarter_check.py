"""Compares answers with what SQL says: rows, numbers, comparison, change, partial flags, totals, row count and order."""
from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from answers import midnight, usec
from footfall import Results
from quarter_questions import Asked, adds_up
from quarter_sql import Found, Key, Number, Period, Sql, is_refused
from quarter_truth import Truth

MINUTE = 60_000_000


@dataclass
class Answered:
    """A question, when it was asked (µs, before and after), and what was said."""

    asked: Asked
    before: int
    after: int
    said: dict[str, Any]
    what: str = "random"

    @property
    def stats(self) -> dict[str, Any] | None:
        return (self.said.get("data") or {}).get("stats")

    @property
    def codes(self) -> list[str]:
        return [error.get("extensions", {}).get("code") for error in self.said.get("errors") or []]

    def __str__(self) -> str:
        return f"{self.what} {json.dumps(self.asked, ensure_ascii=False)}"


# -- time --------------------------------------------------------------------------------------------------------------


def _months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError(day)


def _preset(name: str, today: date, first: date) -> tuple[date, date]:
    monday, month = today - timedelta(days=today.weekday()), today.replace(day=1)
    one = timedelta(days=1)
    if name.startswith("LAST_") and name.endswith("_DAYS"):
        return today - timedelta(days=int(name.split("_")[1]) - 1), today
    return {
        "TODAY": (today, today), "YESTERDAY": (today - one, today - one), "THIS_WEEK": (monday, today), "LAST_WEEK": (monday - 7 * one, monday - one),
        "THIS_MONTH": (month, today), "LAST_MONTH": (_months_back(month, 1), month - one),
        "THIS_QUARTER": (month.replace(month=(month.month - 1) // 3 * 3 + 1), today), "THIS_YEAR": (date(today.year, 1, 1), today),
        "LAST_YEAR": (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)), "LAST_12_MONTHS": (_months_back(month, 11), today),
        "ALL_TIME": (first, today),
    }[name]


@dataclass
class Ranges:
    """The moments that a question is about, as of a moment."""

    period: Period
    other: Period | None

    @classmethod
    def of(cls, asked: Asked, now: int, first_event: int) -> Ranges:
        zone = asked["timezone"]
        interval = asked.get("interval")
        preset = asked["range"].get("preset")
        step = {"LAST_30_MINUTES": (MINUTE, 30), "LAST_24_HOURS": (60 * MINUTE, 24)}.get(preset)
        if step:
            return cls._moving(asked, now, *step)
        today = _local_day(now, zone)
        days = _preset(preset, today, _local_day(first_event, zone)) if preset else _days(asked["range"])
        period = _period(days, zone, interval)
        return cls(period, cls._compared(asked, days, period, now))

    @classmethod
    def _moving(cls, asked: Asked, now: int, step: int, count: int) -> Ranges:
        """Whole local minutes or hours, the last of them running."""
        zone, interval = asked["timezone"], asked.get("interval")
        offset = int((datetime.fromtimestamp(now // 1_000_000, UTC).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()).total_seconds()) * 1_000_000
        end = (now + offset) // step * step + step - offset
        start = end - step * count
        period = Period.of(start, end, zone, interval)
        comparison = asked.get("compare")
        if not comparison:
            return cls(period, None)
        day = _local_day(start, zone)
        shift = {"PREVIOUS_PERIOD": step * count, "SAME_WEEKDAYS": 7 * 86_400_000_000,
                 "PREVIOUS_YEAR": usec(midnight(day, zone)) - usec(midnight(_months_back(day, 12), zone))}[comparison]
        return cls(period, Period.of(start - shift, end - shift, zone, interval, _cut(period, start - shift, end - shift, now)))

    @staticmethod
    def _compared(asked: Asked, days: tuple[date, date], period: Period, now: int) -> Period | None:
        zone, comparison = asked["timezone"], asked.get("compare")
        first, last = days
        count = (last - first).days + 1
        match comparison:
            case None:
                return None
            case "CUSTOM":
                return _period(_days(asked["compareRange"]), zone, asked.get("interval"))
            case "PREVIOUS_PERIOD":
                first, last = first - timedelta(days=count), first - timedelta(days=1)
            case "PREVIOUS_YEAR":
                first, last = _months_back(first, 12), _months_back(last, 12)
            case "SAME_WEEKDAYS":
                shift = timedelta(days=(count + 6) // 7 * 7)
                first, last = first - shift, last - shift
        start, end = usec(midnight(first, zone)), usec(midnight(last + timedelta(days=1), zone))
        return Period.of(start, end, zone, asked.get("interval"), _cut(period, start, end, now))


def _cut(period: Period, start: int, end: int, now: int) -> int:
    """When the range reaches now, the comparison ends at the same elapsed time (in whole minutes)."""
    if not period.start <= now < period.end:
        return end
    return min(end, start + (now - period.start) // MINUTE * MINUTE)


def _local_day(moment: int, zone: str) -> date:
    return datetime.fromtimestamp(moment // 1_000_000, UTC).astimezone(ZoneInfo(zone)).date()


def _days(asked: dict[str, str]) -> tuple[date, date]:
    return date.fromisoformat(asked["from"]), date.fromisoformat(asked["to"])


def _period(days: tuple[date, date], zone: str, interval: str | None) -> Period:
    return Period.of(usec(midnight(days[0], zone)), usec(midnight(days[1] + timedelta(days=1), zone)), zone, interval)


# -- what SQL says -----------------------------------------------------------------------------------------------------


@dataclass
class Expected:
    found: Found
    other: Found | None
    rows: dict[Key, tuple[list[Number], list[Number] | None, bool]] = field(default_factory=dict)


def first_events(truth: Truth) -> dict[str, int]:
    return {str(site): int(moment) for site, moment in truth.con.execute("SELECT d_SITE, min(t) FROM ev GROUP BY 1").fetchall()}


def expectations(truth: Truth, asked: list[tuple[Asked, int]], firsts: dict[str, int]) -> list[Expected]:
    """All questions of a group in one statement; each as of its moment."""
    parts: list[str] = []
    made: list[Expected] = []
    for number, (question, now) in enumerate(asked):
        first = min(firsts[site] for site in question["siteIds"])
        ranges = Ranges.of(question, now, first)
        zone = question["timezone"]
        parts += Sql(truth, 2 * number, question, zone, ranges.period).parts()
        if ranges.other:
            parts += Sql(truth, 2 * number + 1, question, zone, ranges.other).parts()
        made.append(Expected(Found(question, ranges.period, zone), Found(question, ranges.other, zone) if ranges.other else None))
    for number, part, total, key, values in truth.con.execute(" UNION ALL ".join(parts)).fetchall():
        of = made[number // 2]
        into = of.other if number % 2 and of.other else of.found
        into.take(part, total, key, values)
    for one, (_, now) in zip(made, asked, strict=True):
        _rows(one, now)
    return made


def _rows(of: Expected, now: int) -> None:
    from quarter_truth import label

    found, asked = of.found, of.found.asked
    dimensions = asked.get("dimensions", [])
    starts = {label(start, found.zone): place for place, start in enumerate(found.period.starts)}
    keys = found.keys() or []
    if dimensions == ["TIME"]:
        keys = [(name,) for name in starts]
    if not dimensions:
        keys = [()]
        found.values[()] = found.values.get(None, {})
        if of.other:
            of.other.values[()] = of.other.values.get(None, {})
    at = dimensions.index("TIME") if "TIME" in dimensions else None
    for key in keys:
        place = starts.get(str(key[at])) if at is not None else None
        partial = False
        if place is not None:
            cut = (place == 0 and found.period.first_cut) or (place + 1 == len(found.period.starts) and found.period.last_cut)
            partial = cut or found.period.bucket_end(place) > now
        compared = None
        if of.other:
            compared = _compared_row(of.other, key, at, place)
        of.rows[key] = (found.row(key), compared, partial)


def _compared_row(other: Found, key: Key, at: int | None, place: int | None) -> list[Number]:
    """The row of the comparison with the same values, and the bucket of the same number."""
    from quarter_truth import label

    if at is not None and place is not None:
        starts = other.period.starts
        if place >= len(starts) or starts[place] >= other.period.cut:
            return [None for _ in other.asked["metrics"]]
        key = (*key[:at], label(starts[place], other.zone), *key[at + 1:])
    return other.row(key)


# -- comparison --------------------------------------------------------------------------------------------------------


def same(left: Number, right: Number) -> bool:
    if left is None or right is None:
        return left is right
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)


def all_same(left: list[Number] | None, right: list[Number] | None) -> bool:
    if left is None or right is None:
        return left is right
    return len(left) == len(right) and all(map(same, left, right))


def changes(now: list[Number], before: list[Number] | None) -> list[Number] | None:
    if before is None:
        return None
    return [None if a is None or not b else (a - b) / b * 100 for a, b in zip(now, before, strict=True)]


def check_refused(answered: Answered, results: Results) -> bool:
    """Whether the question has no answer; then it must be refused, with a reason."""
    if not is_refused(answered.asked):
        return False
    messages = [error.get("message") for error in answered.said.get("errors") or []]
    results.check(f"{answered}: refused with a reason", (answered.codes, all(messages)), (["UNSUPPORTED_COMBINATION"], True))
    return True


def difference(answered: Answered, expected: Expected) -> tuple[str, str] | None:
    """The first thing that is wrong: what was given and what was expected."""
    stats = answered.stats
    if not stats:
        return str(answered.said.get("errors") or answered.said), "an answer"
    asked, found = answered.asked, expected.found
    names = asked["metrics"]
    wrong, right = [], []

    def differ(what: str, got: Any, want: Any) -> None:
        wrong.append(f"{what} {got}")
        right.append(f"{want}")

    got: dict[Key, dict[str, Any]] = {_key(asked, row["dimensions"]): row for row in stats["rows"]}
    if len(got) != len(stats["rows"]):
        differ("rows", "the same twice", "distinct rows")
    for key in sorted(set(got) | set(expected.rows), key=str):
        row, want = got.get(key), expected.rows.get(key)
        if row is None or want is None:
            differ(str(key), row and row["metrics"], want and want[0])
            continue
        _differ_in(row, names, want, str(key), differ)
    total, other = found.row(None), expected.other.row(None) if expected.other else None
    _differ_in(stats["totals"], names, (total, other, False), "total", differ)
    if stats["rowCount"] != len(expected.rows):
        differ("rowCount", stats["rowCount"], len(expected.rows))
    for name, said, want in (("from", stats["query"]["from"], found.period.start), ("to", stats["query"]["to"], found.period.end)):
        if usec(datetime.fromisoformat(said)) != want:
            differ(name, said, datetime.fromtimestamp(want / 1e6, UTC).isoformat())
    disorder = out_of_order(asked, stats["rows"])
    if disorder:
        differ("order", *disorder)
    return (f"{len(wrong)} wrong: " + "; ".join(wrong[:3]), "; ".join(right[:3])) if wrong else None


def _differ_in(row: dict[str, Any], names: list[str], want: tuple[list[Number], list[Number] | None, bool], what: str, differ: Any) -> None:
    metrics, compared, partial = want
    for name, a, b in zip(names, row["metrics"], metrics, strict=True):
        if not same(a, b):
            differ(f"{what} {name}", a, b)
    if not all_same(row["comparison"], compared):
        differ(f"{what} comparison", row["comparison"], compared)
    elif not all_same(row["change"], changes(metrics, compared)):
        differ(f"{what} change", row["change"], changes(metrics, compared))
    if row["partial"] != partial:
        differ(f"{what} partial", row["partial"], partial)


def _key(asked: Asked, values: list[str | None]) -> Key:
    return tuple(datetime.fromisoformat(value).isoformat() if name == "TIME" and value else value
                 for name, value in zip(asked.get("dimensions", []), values, strict=True))


def out_of_order(asked: Asked, rows: list[dict[str, Any]]) -> tuple[str, str] | None:
    """Rule 6: as asked, else TIME ascending, else the first metric descending; then dimensions ascending; missing values
    last. A total order, so no two rows may be equal in it."""
    dimensions, metrics = asked.get("dimensions", []), asked["metrics"]
    by = [(one.get("metric") or one["dimension"], one["direction"] == "DESC") for one in asked.get("orderBy", [])]
    by = by or ([("TIME", False)] if "TIME" in dimensions else [(metrics[0], True)])
    by += [(name, False) for name in dimensions]
    for before, after in pairwise(rows):
        for name, descending in by:
            place = dimensions.index(name) if name in dimensions else metrics.index(name)
            a, b = ((row["dimensions"] if name in dimensions else row["metrics"])[place] for row in (before, after))
            if a == b:
                continue
            if name == "TIME":
                a, b = usec(datetime.fromisoformat(a)), usec(datetime.fromisoformat(b))
            if b is None or (a is not None and (a > b if descending else a < b)):
                break
            return f"{before['dimensions']} {before['metrics']} then {after['dimensions']} {after['metrics']}", f"by {by}"
        else:
            return f"{before['dimensions']} twice", "a total order"
    return None


def check_sums(answered: Answered, results: Results) -> None:
    """What is in one bucket each adds up to the total."""
    asked, stats = answered.asked, answered.stats
    if asked.get("dimensions") != ["TIME"] or not stats:
        return
    for place, metric in enumerate(asked["metrics"]):
        if adds_up(metric):
            total = math.fsum(row["metrics"][place] for row in stats["rows"])
            results.that(f"{answered}: {metric} over TIME adds up", same(total, stats["totals"]["metrics"][place]), f"{total} of {stats['totals']['metrics'][place]}")
