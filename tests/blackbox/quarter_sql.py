"""A question as SQL over the tables of `quarter_truth`, and the answer out of its rows: "How a question is answered" of
events.md, one numbered rule after the other. Many questions make one statement.

Each question becomes parts, joined by UNION ALL, with the columns `q` (its number), `part`, `total` (whether the row is
the total), `k` (values of the dimensions as text) and `v` (numbers). A part is what is counted over the same rows: `e`
events, `p` people, `d` the depth of page views, `m` money, `s` sessions, `x` sessions by values of their events.
"""
from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from quarter_truth import ENTERED, EVENT, FIRST, SESSION, Truth, edges, label

Number = float | None
Key = tuple[str | None, ...]

TIMES = ("TIME", "HOUR_OF_DAY", "DAY_OF_WEEK")
EVENT_DIMENSIONS = {*EVENT, "PROPERTY"}
OF_EVENTS = {"EVENTS": 0, "PAGEVIEWS": 1, "CONVERSIONS": 2, "TIME_ON_PAGE": 3}
OF_PEOPLE = {"VISITORS": 0, "NEW_VISITORS": 1, "RETURNING_VISITORS": 2, "CONVERSION_RATE": 3, "BUSINESS_VISITOR_RATE": 4, "REVENUE_PER_VISITOR": 0}
OF_MONEY = {"REVENUE": 0, "TRANSACTIONS": 1, "AVERAGE_ORDER_VALUE": 2, "REVENUE_PER_VISITOR": 0}
OF_SESSIONS = {"SESSIONS": 0, "BOUNCE_RATE": 1, "SINGLE_PAGE_RATE": 2, "SESSION_DURATION": 3, "VIEWS_PER_SESSION": 4, "ENGAGEMENT_TIME": 5}
COUNTS = {"VISITORS", "NEW_VISITORS", "RETURNING_VISITORS", "SESSIONS", "PAGEVIEWS", "EVENTS", "CONVERSIONS", "REVENUE", "TRANSACTIONS"}
METRICS = ["VISITORS", "NEW_VISITORS", "RETURNING_VISITORS", "SESSIONS", "PAGEVIEWS", "EVENTS", "BOUNCE_RATE", "SINGLE_PAGE_RATE",
           "SESSION_DURATION", "VIEWS_PER_SESSION", "ENGAGEMENT_TIME", "TIME_ON_PAGE", "SCROLL_DEPTH", "CONVERSIONS", "CONVERSION_RATE",
           "BUSINESS_VISITOR_RATE", "REVENUE", "TRANSACTIONS", "AVERAGE_ORDER_VALUE", "REVENUE_PER_VISITOR"]
# What sessions cannot tell of their events.
UNKNOWN_TO_SESSIONS = {"SCROLL_DEPTH", "TRANSACTIONS", "AVERAGE_ORDER_VALUE"}
NEGATIVE = {"IS_NOT": "IS", "NOT_CONTAINS": "CONTAINS", "NOT_MATCHES": "MATCHES", "IS_NOT_SET": "IS_SET"}


def text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def is_refused(asked: dict[str, Any]) -> bool:
    """Rule 3: what has no meaning by these dimensions."""
    dimensions, metrics = set(asked.get("dimensions", [])), set(asked["metrics"])
    of_event = dimensions & EVENT_DIMENSIONS
    if dimensions & {"ENTRY_PAGE", "EXIT_PAGE"}:
        return bool(of_event or metrics & UNKNOWN_TO_SESSIONS)
    return bool(of_event - {"PAGE", "HOSTNAME"} and metrics & set(OF_SESSIONS) - {"SESSIONS"})


@dataclass
class Period:
    """A half-open stretch of time and, where the question has TIME, its buckets."""

    start: int
    end: int
    cut: int
    starts: list[int] = field(default_factory=list)
    first_cut: bool = False
    last_cut: bool = False

    @classmethod
    def of(cls, start: int, end: int, zone: str, interval: str | None, cut: int | None = None) -> Period:
        made = cls(start, end, end if cut is None else cut)
        if interval == "MINUTE":
            made.starts = list(range(start, end, 60_000_000))
        elif interval:
            known = edges(zone, interval)
            first = bisect_right(known, start) - 1
            while known[first] < end:
                made.starts.append(max(known[first], start))
                first += 1
            made.first_cut = known[bisect_right(known, start) - 1] < start
            made.last_cut = known[first] > end
        return made

    def bucket_end(self, number: int) -> int:
        return self.starts[number + 1] if number + 1 < len(self.starts) else self.end


class Sql:
    """The parts of one question over one period."""

    def __init__(self, truth: Truth, number: int, asked: dict[str, Any], zone: str, period: Period) -> None:
        self.number, self.asked, self.period = number, asked, period
        self.zone = truth.zones.index(zone)
        self.zone_name = zone
        self.interval = asked.get("interval")
        self.dimensions: list[str] = asked.get("dimensions", [])
        self.keys = list(asked.get("propertyKeys", []))
        self.metrics = set(asked["metrics"])

    # -- values and filters (rules 3, 4, 5) ----------------------------------------------------------------------------

    def value(self, dimension: str, key: str | None, of: str = "") -> str:
        if dimension == "TIME" and self.interval == "MINUTE":
            return f"CAST({of}t // 60000000 * 60000000 AS VARCHAR)"
        if dimension == "TIME":
            return f"CAST(greatest({of}b{self.zone}_{self.interval}, {self.period.start}) AS VARCHAR)"
        if dimension in TIMES:
            return f"{of}{'h' if dimension == 'HOUR_OF_DAY' else 'w'}{self.zone}"
        if dimension == "PROPERTY":
            path = f'$."{key}"'
            return f"json_extract_string({of}properties, {text(path)})"
        return f"{of}d_{dimension}"

    def condition(self, tree: dict[str, Any]) -> str:
        if "and" in tree:
            return "(" + " AND ".join(["true", *map(self.condition, tree["and"])]) + ")"
        if "or" in tree:
            return "(" + " OR ".join(["false", *map(self.condition, tree["or"])]) + ")"
        if "not" in tree:
            return f"(NOT {self.condition(tree['not'])})"
        dimension, op = tree["dimension"], tree["op"]
        of_session = tree.get("scope") == "SESSION" and is_of_event(dimension)
        met = f"coalesce({self.test(dimension, tree.get('key'), NEGATIVE.get(op, op), tree.get('values', []))}, false)"
        if of_session:
            met = f"coalesce(sid IN (SELECT sid FROM ev WHERE {met} AND sid IS NOT NULL), false)"
        return f"(NOT {met})" if op in NEGATIVE else met

    def test(self, dimension: str, key: str | None, op: str, values: list[str]) -> str:
        if dimension == "TIME":
            starts = {label(start, self.zone_name): start for start in self.period.starts}
            labels = ", ".join(f"({text(name)}, '{start}')" for name, start in starts.items())
            return f"{self.value('TIME', None)} IN (SELECT s FROM (VALUES {labels}) AS x(l, s) WHERE {self.plain('l', op, values)})"
        return self.plain(self.value(dimension, key), op, values)

    @staticmethod
    def plain(value: str, op: str, values: list[str]) -> str:
        if op == "IS_SET":
            return f"{value} IS NOT NULL"
        if op == "IS":
            return f"{value} IN ({', '.join(map(text, values))})"
        function = {"CONTAINS": "contains", "STARTS_WITH": "starts_with", "ENDS_WITH": "ends_with", "MATCHES": "regexp_matches"}
        if op in function:
            return "(" + " OR ".join(f"{function[op]}({value}, {text(one)})" for one in values) + ")"
        sign = ">" if op == "GREATER" else "<"
        tests = []
        for one in values:
            try:
                tests.append(f"TRY_CAST({value} AS DOUBLE) {sign} {float(one)!r}")
            except ValueError:
                tests.append(f"{value} {sign} {text(one)}")
        return "(" + " OR ".join(tests) + ")"

    # -- rows (rules 1, 2) ---------------------------------------------------------------------------------------------

    def within(self, end: int | None = None) -> str:
        sites = ", ".join(map(text, self.asked["siteIds"]))
        bots = "" if self.asked.get("includeBots") else " AND NOT is_bot"
        return f"d_SITE IN ({sites}) AND t >= {self.period.start} AND t < {end or self.period.cut}{bots}"

    def events(self) -> str:
        filters = "".join(f" AND {self.condition(tree)}" for tree in self.asked.get("filters", []))
        return f"ev WHERE {self.within()}{filters}"

    def sessions(self) -> str:
        trees = self.asked.get("filters", [])
        of_event = [tree for tree in trees if speaks_of_events(tree)]
        filters = "".join(f" AND {self.condition(tree)}" for tree in trees if tree not in of_event)
        if of_event:
            met = "".join(f" AND {self.condition(tree)}" for tree in of_event)
            filters += f" AND sid IN (SELECT sid FROM ev WHERE {self.within()} AND sid IS NOT NULL{met})"
        return f"ss WHERE {self.within()}{filters}"

    # -- parts ---------------------------------------------------------------------------------------------------------

    def parts(self) -> list[str]:
        if {"ENTRY_PAGE", "EXIT_PAGE"} & set(self.dimensions):
            return self.grouped("w", f"""SELECT [count(*), 100 * count(*) FILTER (is_bounce) / nullif(count(*), 0), 100 * count(*) FILTER (is_single_page) / nullif(count(*), 0),
                avg(duration_sec), sum(pageviews) / nullif(count(*), 0), sum(engagement) / 1000 / nullif(count(*), 0), count(DISTINCT visitor),
                count(DISTINCT visitor) FILTER (first_visit), sum(pageviews), sum(events), sum(conversions),
                100 * count(DISTINCT visitor) FILTER (conversions > 0) / nullif(count(DISTINCT visitor), 0),
                100 * count(DISTINCT visitor) FILTER (business) / nullif(count(DISTINCT visitor), 0), coalesce(sum(revenue), 0),
                sum(engagement) / 1000 / nullif(sum(pageviews), 0), coalesce(sum(revenue), 0) / nullif(count(DISTINCT visitor), 0)]""", self.sessions())
        found: list[str] = []
        if self.metrics & set(OF_EVENTS):
            found += self.grouped("e", """SELECT [count(*), count(*) FILTER (event_name = 'page_view'), count(*) FILTER (is_key),
                coalesce(sum(engagement_time_msec), 0) / 1000 / nullif(count(*) FILTER (event_name = 'page_view'), 0)]""", self.events())
        if self.metrics & set(OF_PEOPLE):
            found += self.grouped("p", """SELECT [count(DISTINCT visitor), count(DISTINCT visitor) FILTER (first_visit),
                count(DISTINCT visitor) - count(DISTINCT visitor) FILTER (first_visit), 100 * count(DISTINCT visitor) FILTER (is_key) / nullif(count(DISTINCT visitor), 0),
                100 * count(DISTINCT visitor) FILTER (business) / nullif(count(DISTINCT visitor), 0)]""", f"{self.events()} AND visitor IS NOT NULL")
        if "SCROLL_DEPTH" in self.metrics:
            found += self.depth()
        if self.metrics & set(OF_MONEY):
            found.append(self.money())
        if self.metrics & set(OF_SESSIONS):
            found += self.of_sessions()
        return found

    def named(self) -> list[str]:
        keys = iter(self.keys)
        return [self.value(name, next(keys) if name == "PROPERTY" else None) for name in self.dimensions]

    def select(self, part: str, select: str, source: str, names: list[str], total: bool) -> str:
        listed = "NULL" if total or not names else f"[{', '.join(names)}]"
        group = "" if total or not names else f" GROUP BY {', '.join(names)}"
        head = f"SELECT {self.number} AS q, '{part}' AS part, {total} AS total, CAST({listed} AS VARCHAR[]) AS k, CAST("
        return head + select.removeprefix("SELECT ") + f" AS DOUBLE[]) AS v FROM {source}{group}"

    def grouped(self, part: str, select: str, source: str) -> list[str]:
        found = [self.select(part, select, source, [], True)]
        return [*found, self.select(part, select, source, self.named(), False)] if self.dimensions else found

    def depth(self) -> list[str]:
        """Of each page view that reported one the deepest, and their mean."""
        found = []
        for names in ([], self.named()) if self.dimensions else ([],):
            columns = "".join(f", {name} AS n{place}" for place, name in enumerate(names))
            views = f"(SELECT max(scroll_depth_percent) AS deepest{columns} FROM {self.events()} AND scroll_depth_percent IS NOT NULL GROUP BY sid, page_view_number, page_path"
            views += "".join(f", {name}" for name in names) + ")"
            found.append(self.select("d", "SELECT [avg(deepest)]", views, [f"n{place}" for place in range(len(names))], not names))
        return found

    def money(self) -> str:
        """Each transaction once, purchases and refunds apart: where it first came, by its first amount. Without an id an
        event is its own."""
        columns = "".join(f", {name} AS n{place}" for place, name in enumerate(self.named()))
        names = [f"n{place}" for place in range(len(self.dimensions))]
        own = "coalesce('t' || transaction_id, 'n' || n)"
        once = f"""(SELECT value, event_name = 'refund' AS refund{columns} FROM {self.events()} AND event_name IN ('purchase', 'revenue', 'refund')
            QUALIFY row_number() OVER (PARTITION BY d_SITE, event_name = 'refund', {own} ORDER BY value IS NULL, server_t, log_partition, log_offset, frame_index) = 1)"""
        paid = "coalesce(sum(CASE WHEN refund THEN -value ELSE value END), 0)"
        values = f"SELECT [{paid}, count(*) FILTER (NOT refund), {paid} / nullif(count(*) FILTER (NOT refund), 0)]"
        both = [self.select("m", values, once, [], True)]
        if names:
            both.append(self.select("m", values, once, names, False))
        return " UNION ALL ".join(both)

    def of_sessions(self) -> list[str]:
        values = """SELECT [count(*), 100 * count(*) FILTER (is_bounce) / nullif(count(*), 0), 100 * count(*) FILTER (is_single_page) / nullif(count(*), 0),
            avg(duration_sec), sum(pageviews) / nullif(count(*), 0), sum(engagement) / 1000 / nullif(count(*), 0)]"""
        of_event = set(self.dimensions) & EVENT_DIMENSIONS
        if not of_event:
            return self.grouped("s", values, self.sessions())
        found = [self.select("s", values, self.sessions(), [], True)]
        if of_event <= set(ENTERED) and self.metrics & set(OF_SESSIONS) - {"SESSIONS"}:
            found.append(self.select("s", values, self.sessions(), self.named(), False))
        if "SESSIONS" not in self.metrics:
            return found
        keys = iter(self.keys)
        names = []
        for name in self.dimensions:
            side = "e." if name in EVENT_DIMENSIONS else "s."
            names.append(self.value(name, next(keys) if name == "PROPERTY" else None, side))
        views = " WHERE e.event_name = 'page_view'" if of_event <= set(ENTERED) else ""
        source = f"(SELECT * FROM {self.sessions()}) s JOIN ev e ON e.sid = s.sid{views}"
        found.append(self.select("x", "SELECT [count(DISTINCT s.sid)]", source, names, False))
        return found


def is_of_event(dimension: str) -> bool:
    return dimension in EVENT_DIMENSIONS or dimension in TIMES


def speaks_of_events(tree: dict[str, Any]) -> bool:
    for name in ("and", "or"):
        if name in tree:
            return any(map(speaks_of_events, tree[name]))
    if "not" in tree:
        return speaks_of_events(tree["not"])
    return is_of_event(tree["dimension"]) and tree.get("scope") != "SESSION"


@dataclass
class Found:
    """What one question's parts said over one period: for each key, and for the total (None), numbers by metric."""

    asked: dict[str, Any]
    period: Period
    zone: str
    values: dict[Key | None, dict[str, Number]] = field(default_factory=dict)

    def take(self, part: str, total: bool, key: list[str | None] | None, numbers: list[Number]) -> None:
        into = self.values.setdefault(None if total else self._key(key or []), {})
        if part == "w":
            names = [*OF_SESSIONS, "VISITORS", "NEW_VISITORS", "PAGEVIEWS", "EVENTS", "CONVERSIONS", "CONVERSION_RATE", "BUSINESS_VISITOR_RATE",
                     "REVENUE", "TIME_ON_PAGE", "REVENUE_PER_VISITOR"]
            into.update(zip(names, numbers, strict=True))
            into["RETURNING_VISITORS"] = (numbers[6] or 0) - (numbers[7] or 0)
        elif part == "x":
            into["SESSIONS"] = numbers[0]
        elif part == "d":
            into["SCROLL_DEPTH"] = numbers[0]
        else:
            names_of = {"e": OF_EVENTS, "p": OF_PEOPLE, "m": OF_MONEY, "s": OF_SESSIONS}[part]
            into.update({name: numbers[place] for name, place in names_of.items() if name != "REVENUE_PER_VISITOR"})
            # By pages `sessions` are those with such a page view, which part x says.
            if part == "s" and not total and set(self.asked.get("dimensions", [])) & EVENT_DIMENSIONS:
                del into["SESSIONS"]

    def _key(self, values: list[str | None]) -> Key:
        return tuple(label(int(value), self.zone) if name == "TIME" and value else value
                     for name, value in zip(self.asked["dimensions"], values, strict=True))

    def row(self, key: Key | None) -> list[Number]:
        """Counts are 0 and ratios null where nothing was found (rule 6)."""
        found = self.values.get(key, {})
        made: list[Number] = []
        for metric in self.asked["metrics"]:
            if metric == "REVENUE_PER_VISITOR" and metric not in found:
                visitors = found.get("VISITORS")
                made.append((found.get("REVENUE") or 0) / visitors if visitors else None)
            else:
                value = found.get(metric)
                made.append(0.0 if value is None and metric in COUNTS else value)
        return made

    def keys(self) -> list[Key]:
        return [key for key in self.values if key is not None]


__all__ = ["COUNTS", "EVENT_DIMENSIONS", "FIRST", "METRICS", "SESSION", "Found", "Period", "Sql", "is_refused"]
