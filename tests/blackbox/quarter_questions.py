"""Which questions are asked: every metric by every dimension, every dimension with every operator, comparisons, presets,
and as many as wanted at random, with trees of filters. Values of filters are taken from answers that came before.
"""
from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from quarter_data import FIRST_DAY, LAST_DAY
from quarter_sql import COUNTS, EVENT_DIMENSIONS, METRICS, is_of_event, is_refused
from quarter_truth import EDGES_OF_VISIT, EVENT, FIRST, INTERVALS, SESSION

Asked = dict[str, Any]

DIMENSIONS = ["TIME", *SESSION, *EVENT, "PROPERTY", *EDGES_OF_VISIT, "HOUR_OF_DAY", "DAY_OF_WEEK", *FIRST]
PROPERTIES = ["plan", "seats", "trial", "price", "Größe", "a b", "title", "no such"]
OPERATORS = ["IS", "IS_NOT", "CONTAINS", "NOT_CONTAINS", "STARTS_WITH", "ENDS_WITH", "MATCHES", "NOT_MATCHES", "IS_SET", "IS_NOT_SET", "GREATER", "LESS"]
PRESETS = ["TODAY", "YESTERDAY", "LAST_30_MINUTES", "LAST_24_HOURS", "LAST_7_DAYS", "LAST_28_DAYS", "LAST_30_DAYS", "LAST_90_DAYS", "THIS_WEEK",
           "LAST_WEEK", "THIS_MONTH", "LAST_MONTH", "THIS_QUARTER", "THIS_YEAR", "LAST_YEAR", "LAST_12_MONTHS", "ALL_TIME"]
COMPARISONS = ["PREVIOUS_PERIOD", "PREVIOUS_YEAR", "SAME_WEEKDAYS", "CUSTOM"]
# Longest range of days by interval, so that no answer has more rows than are given out.
LONGEST = {"MINUTE": 2, "HOUR": 120}


class Questions:
    """Draws them. `today` is the day that the last days end with, in UTC."""

    def __init__(self, seed: int, sites: list[str], zones: list[str], today: date) -> None:
        self.rng = random.Random(f"questions/{seed}")
        self.sites, self.zones, self.today = sites, zones, today
        self.values: dict[tuple[str, str | None], list[str]] = {}

    # -- frames --------------------------------------------------------------------------------------------------------

    def frame(self, **more: Any) -> Asked:
        """Sites, zone and a range: of the quarter, of the last days, or of both."""
        rng = self.rng
        several = rng.random() < 0.3
        asked: Asked = {"siteIds": rng.sample(self.sites, rng.randrange(2, 5)) if several else [rng.choice(self.sites)],
                        "range": self.range(), "metrics": [], "timezone": rng.choice(self.zones), "limit": 10_000}
        return {**asked, **more}

    def range(self, longest: int | None = None) -> dict[str, str]:
        rng = self.rng
        quarter, last = (FIRST_DAY, LAST_DAY), (self.today - timedelta(days=9), self.today + timedelta(days=1))
        first, end = rng.choices([quarter, last, (FIRST_DAY, last[1]), (FIRST_DAY - timedelta(days=366), last[1])], [40, 30, 20, 10])[0]
        if rng.random() < 0.6 or longest:
            days = (end - first).days
            length = rng.randrange(0, min(days, longest - 1 if longest else days) + 1) if days else 0
            first += timedelta(days=rng.randrange(days - length + 1))
            end = first + timedelta(days=length)
        return {"from": first.isoformat(), "to": end.isoformat()}

    def of_time(self, asked: Asked, interval: str | None = None) -> Asked:
        interval = interval or self.rng.choice([*INTERVALS, "DAY", "HOUR"])
        if interval in LONGEST and "preset" not in asked["range"]:
            asked["range"] = self.range(LONGEST[interval])
        return {**asked, "interval": interval}

    # -- all -----------------------------------------------------------------------------------------------------------

    def metrics_by_dimensions(self) -> Iterator[Asked]:
        """Each metric by each dimension, those that have an answer together; each that has none must be refused."""
        times = [("TIME", interval, None) for interval in ("MINUTE", *INTERVALS)]
        others = [(name, None, None) for name in DIMENSIONS if name not in ("TIME", "PROPERTY")]
        for dimension, interval, key in [*times, *others, *(("PROPERTY", None, key) for key in PROPERTIES)]:
            asked = self.frame(dimensions=[dimension])
            if key:
                asked["propertyKeys"] = [key]
            if interval:
                asked = self.of_time(asked, interval)
            else:
                asked["siteIds"] = self.sites
            answered = [metric for metric in METRICS if not is_refused({**asked, "metrics": [metric]})]
            yield {**asked, "metrics": answered}
            for metric in METRICS:
                if metric not in answered and (key is None or key == PROPERTIES[0]):
                    yield {**asked, "metrics": [metric]}
        yield self.frame(metrics=METRICS)
        yield self.frame(metrics=METRICS, includeBots=True)

    def dimensions_by_operators(self) -> Iterator[Asked]:
        for dimension in DIMENSIONS:
            for op in OPERATORS:
                scope = self.rng.choice(["EVENT", "SESSION"]) if is_of_event(dimension) else None
                asked = self.frame(metrics=["EVENTS", "SESSIONS"], filters=[self.leaf(dimension, op, scope)])
                yield self.of_time(asked, "DAY") if dimension == "TIME" else asked

    def comparisons(self) -> Iterator[Asked]:
        for comparison in COMPARISONS:
            for dimension in ("", "TIME", "TIME", "SOURCE", "PAGE", "HOUR_OF_DAY", "ENTRY_PAGE"):
                asked = self.frame(metrics=["VISITORS", "SESSIONS", "EVENTS", "BOUNCE_RATE"], dimensions=[dimension] if dimension else [])
                if dimension == "TIME":
                    asked = self.of_time(asked, self.rng.choice(["DAY", "WEEK", "MONTH"]))
                yield self.compared(asked, comparison)

    def compared(self, asked: Asked, comparison: str) -> Asked:
        asked = {**asked, "compare": comparison}
        if comparison == "CUSTOM":
            asked["compareRange"] = self.range(LONGEST.get(asked.get("interval", "")))
        return asked

    def presets(self) -> Iterator[Asked]:
        for preset in PRESETS:
            for comparison in (None, "PREVIOUS_PERIOD", "PREVIOUS_YEAR", "SAME_WEEKDAYS"):
                if preset == "ALL_TIME" and comparison:
                    continue
                asked = self.frame(range={"preset": preset}, metrics=["VISITORS", "SESSIONS", "EVENTS", "PAGEVIEWS", "SESSION_DURATION"])
                interval = {"LAST_30_MINUTES": "MINUTE", "LAST_24_HOURS": "HOUR", "TODAY": "HOUR"}.get(preset, self.rng.choice(["DAY", "WEEK", "MONTH"]))
                if self.rng.random() < 0.6:
                    asked |= {"dimensions": ["TIME"], "interval": interval}
                yield self.compared(asked, comparison) if comparison else asked

    # -- at random -----------------------------------------------------------------------------------------------------

    def some(self) -> Asked:
        rng = self.rng
        while True:
            count = rng.choices([0, 1, 2, 3], [25, 45, 22, 8])[0]
            dimensions = rng.sample([*DIMENSIONS, "TIME", "TIME", "PAGE", "SOURCE"], count)
            if len(set(dimensions)) < count:
                continue
            asked = self.frame(metrics=rng.sample(METRICS, rng.choice([1, 1, 2, 3, 5])))
            if dimensions:
                asked["dimensions"] = dimensions
            if "PROPERTY" in dimensions:
                asked["propertyKeys"] = [rng.choice(PROPERTIES)]
            if "TIME" in dimensions:
                asked = self.of_time(asked)
            if rng.random() < 0.8:
                asked["filters"] = [self.tree(rng.choice([0, 0, 1, 2, 3]), "TIME" in dimensions) for _ in range(rng.choices([1, 2, 3], [70, 22, 8])[0])]
            if rng.random() < 0.2:
                asked["includeBots"] = True
            if rng.random() < 0.15:
                asked = self.compared(asked, rng.choice(COMPARISONS))
            if rng.random() < 0.2 and dimensions:
                asked["orderBy"] = self.order(asked)
            if not is_refused(asked) or rng.random() < 0.1:
                return asked

    def order(self, asked: Asked) -> list[dict[str, str]]:
        rng = self.rng
        by = [{"metric": name} for name in asked["metrics"]] + [{"dimension": name} for name in asked["dimensions"]]
        return [{**one, "direction": rng.choice(["ASC", "DESC"])} for one in rng.sample(by, rng.randrange(1, min(len(by), 3) + 1))]

    def tree(self, depth: int, with_time: bool) -> Asked:
        rng = self.rng
        if depth == 0 or rng.random() < 0.25:
            dimension = rng.choice([name for name in DIMENSIONS if with_time or name != "TIME"])
            return self.leaf(dimension, rng.choice([*OPERATORS, "IS", "IS", "IS_NOT", "CONTAINS"]))
        if rng.random() < 0.25:
            return {"not": self.tree(depth - 1, with_time)}
        return {rng.choice(["and", "or"]): [self.tree(depth - 1, with_time) for _ in range(rng.choice([1, 2, 2, 3]))]}

    def leaf(self, dimension: str, op: str, scope: str | None = None) -> Asked:
        rng = self.rng
        key = rng.choice(PROPERTIES) if dimension == "PROPERTY" else None
        leaf: Asked = {"dimension": dimension, "op": op}
        if key:
            leaf["key"] = key
        if op not in ("IS_SET", "IS_NOT_SET"):
            leaf["values"] = [self.operand(dimension, key, op) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
        if scope or (dimension in EVENT_DIMENSIONS and rng.random() < 0.4):
            leaf["scope"] = scope or rng.choice(["EVENT", "SESSION"])
        return leaf

    def operand(self, dimension: str, key: str | None, op: str) -> str:
        rng = self.rng
        known = self.values.get((dimension, key)) or ["nothing"]
        # Commoner values come first in answers; half of the time one of them.
        value = rng.choice(known[:5] if rng.random() < 0.5 else known)
        if rng.random() < 0.04:
            value = rng.choice(["no such value", "%", "_", "'", "\\", value.upper(), value + " "])
        length = len(value)
        match op:
            case "CONTAINS" | "NOT_CONTAINS":
                at = rng.randrange(max(length, 1))
                return value[at:at + rng.randrange(1, 5)] or "x"
            case "STARTS_WITH":
                return value[:rng.randrange(1, 6)] or "x"
            case "ENDS_WITH":
                return value[-rng.randrange(1, 6):] or "x"
            case "MATCHES" | "NOT_MATCHES":
                return self.pattern(value)
            case "GREATER" | "LESS" if rng.random() < 0.3:
                return rng.choice(["2", "3.5", "-1", "100", "m", "2025", "é"])
        return value

    def pattern(self, value: str) -> str:
        rng = self.rng
        words = [word for word in "".join(c if c.isascii() and c.isalnum() else " " for c in value).split() if word] or ["x"]
        word = rng.choice(words)[:6]
        return rng.choice([word, f"^{word}", f"{word}$", f"(?i){word.upper()}", f"{word}|^$", "^.{3,9}$", "[0-9]+", f"^[^{word[0]}]+$", ".", f"({word}){{1,2}}"])

    # -- others to hold against an answer -------------------------------------------------------------------------------

    def narrowed(self, asked: Asked) -> Asked:
        """The same with a condition more: no count may grow."""
        extra = self.tree(self.rng.choice([0, 0, 1]), False)
        return {**asked, "filters": [*asked.get("filters", []), extra]}


def can_only_shrink(metric: str) -> bool:
    """Counts that a further condition cannot raise; refunds make revenue rise, and who is not new anymore is returning."""
    return metric in COUNTS - {"REVENUE", "RETURNING_VISITORS"}


def adds_up(metric: str) -> bool:
    """Each event, session and transaction is in one bucket of TIME."""
    return metric in {"EVENTS", "PAGEVIEWS", "SESSIONS", "CONVERSIONS", "REVENUE", "TRANSACTIONS"}
