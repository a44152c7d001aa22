"""The rows of both tables in DuckDB, each dimension a column of text, with the local buckets of every zone beside them.

What is written here is written from the documents: the meaning of a dimension is its column of `events.md`, and local
time is Python's zoneinfo (edges of buckets) and ICU's (hours and days of the week).
"""
from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import duckdb
from answers import midnight, usec
from footfall import Footfall, Results

INTERVALS = ["HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"]
KEY_EVENTS = ("purchase", "revenue", "generate_lead", "sign_up")
HOUR = 3_600_000_000
# What questions touch, with the period before the longest range.
FROM, TO = date(2022, 1, 1), date(2027, 1, 5)

CLICKS = "gclid, gbraid, wbraid, dclid, msclkid, fbclid, ttclid, li_fat_id, twclid, sccid, epik"
# Dimensions of the session: in both tables the same columns.
SESSION = {
    "SITE": "site_id", "SOURCE": "coalesce(source, '(direct)')", "MEDIUM": "coalesce(medium, '(none)')", "CHANNEL": "channel",
    "CAMPAIGN": "utm_campaign", "UTM_SOURCE": "utm_source", "UTM_MEDIUM": "utm_medium", "UTM_CAMPAIGN": "utm_campaign",
    "UTM_TERM": "utm_term", "UTM_CONTENT": "utm_content", "CLICK_ID": f"coalesce({CLICKS})", "REFERRER": "entry_referrer",
    "REFERRER_HOSTNAME": "entry_referrer_hostname", "COUNTRY": "country", "REGION": "region", "CITY": "city", "TIMEZONE": "timezone",
    "LANGUAGE": "language", "ASN": "CAST(asn AS VARCHAR)", "ORGANIZATION": "organization", "COMPANY": "company_name",
    "VISITOR_TYPE": "visitor_type", "BOT": "bot_name", "VISITOR_STATUS": "CASE is_first_visit WHEN true THEN 'new' WHEN false THEN 'returning' END",
    "DEVICE": "device_category", "BROWSER": "browser", "BROWSER_VERSION": "browser_version", "OS": "operating_system", "OS_VERSION": "os_version",
    "SCREEN": "screen_width || 'x' || screen_height", "VIEWPORT": "viewport_width || 'x' || viewport_height",
}
EVENT = {
    "PAGE": "page_path", "HOSTNAME": "page_hostname", "QUERY": "page_query", "TITLE": "page_title", "EVENT": "event_name", "LINK": "link_url",
    "FILE": "file_name", "FORM": "coalesce(form_name, form_id)", "VIDEO": "video_id", "SEARCH_TERM": "search_term",
    "CONSENT": "consent", "ORIGIN": "origin",
}
ENTERED = {"PAGE": "entry_page", "HOSTNAME": "entry_hostname"}
EDGES_OF_VISIT = {"ENTRY_PAGE": "entry_page", "EXIT_PAGE": "exit_page"}
FIRST = {"FIRST_SOURCE": "SOURCE", "FIRST_MEDIUM": "MEDIUM", "FIRST_CAMPAIGN": "CAMPAIGN", "FIRST_CHANNEL": "CHANNEL", "FIRST_ENTRY_PAGE": "ENTRY_PAGE"}


@cache
def edges(zone: str, interval: str) -> list[int]:
    """Where buckets begin, µs since 1970. Hours begin at whole local ones and where the clocks change, longer ones with a day."""
    if interval == "HOUR":
        return _hours(zone)
    day, found = FROM, []
    while day < TO:
        begins = {"DAY": True, "WEEK": day.weekday() == 0, "MONTH": day.day == 1, "QUARTER": day.day == 1 and day.month % 3 == 1,
                  "YEAR": day.day == 1 and day.month == 1}[interval]
        if begins:
            found.append(usec(midnight(day, zone)))
        day += timedelta(days=1)
    return found


def _hours(zone: str) -> list[int]:
    """A day without a change has an hour every hour; another is looked at by quarters of one."""
    local, found, before = ZoneInfo(zone), [], None
    days = edges(zone, "DAY")
    for start, end in pairwise(days):
        if end - start == 24 * HOUR:
            found += range(start, end, HOUR)
            continue
        for at in range(start, end, HOUR // 4):
            moment = datetime.fromtimestamp(at // 1_000_000, UTC).astimezone(local)
            if moment.minute == 0 or (at > start and moment.utcoffset() != before):
                found.append(at)
            before = moment.utcoffset()
    return found


def label(at: int, zone: str) -> str:
    return datetime.fromtimestamp(at // 1_000_000, UTC).astimezone(ZoneInfo(zone)).isoformat()


class Truth:
    """The tables, open for questions. Tables: `ev`, `ss`; zone number i of `zones` has the columns b<i>_<INTERVAL>, h<i>, w<i>."""

    def __init__(self, footfall: Footfall, zones: list[str], results: Results) -> None:
        self.zones = zones
        self.con = duckdb.connect(config={"threads": 2})
        self.con.execute("SET TimeZone = 'UTC'")
        tables = {one["name"]: one["file_list"] for one in json.loads(footfall.command("tables", "--files", "--json"))["tables"]}
        for name, files in tables.items():
            self.con.execute(f"CREATE TABLE raw_{name} AS SELECT * FROM read_parquet($files, hive_partitioning = true, union_by_name = true)", {"files": files})
        self._sessions(results)
        self._wide()
        self._first_touch()
        for number, zone in enumerate(zones):
            self._local(number, zone)
        self.con.execute("CREATE TABLE ev AS SELECT * FROM ev0")
        self.con.execute("CREATE TABLE ss AS SELECT * FROM ss0")

    def one(self, statement: str) -> tuple[object, ...]:
        return self.con.execute(statement).fetchall()[0]

    def _sessions(self, results: Results) -> None:
        """Sessions that are not over have no row yet: they are made of their events, and so, to see that this is right,
        are all others."""
        keys = ", ".join(f"'{name}'" for name in KEY_EVENTS)
        columns = {row[0] for row in self.con.execute("DESCRIBE raw_sessions").fetchall()}
        made = {"session_start": "min(timestamp)", "session_end": "max(timestamp)", "events": "count(*)",
                "duration_sec": "(epoch_us(max(timestamp)) - epoch_us(min(timestamp))) / 1e6",
                "pageviews": "count(*) FILTER (event_name = 'page_view')", "engagement_time_msec": "coalesce(sum(engagement_time_msec), 0)",
                "is_bounce": f"count(*) FILTER (event_name = 'page_view') <= 1 AND coalesce(sum(engagement_time_msec), 0) < 10000 AND NOT bool_or(event_name IN ({keys}))",
                "is_single_page": "count(*) FILTER (event_name = 'page_view') = 1",
                "conversions": f"count(*) FILTER (event_name IN ({keys}))",
                "entry_page": "any_value(entry_page)", "exit_page": "any_value(exit_page)", "entry_hostname": "any_value(entry_hostname)"}
        unknown = {"date", "entry_url", "max_scroll_percent", "revenue", "currency", "first_offset", "last_offset", "closed_offset", "log_partition"}
        event_columns = {row[0] for row in self.con.execute("DESCRIBE raw_events").fetchall()}
        same = sorted((columns & event_columns) - set(made) - unknown - {"session_id", "site_id"})
        firsts = ", ".join(f"arg_min({{'v': {name}}}, (log_offset, frame_index))['v'] AS {name}" for name in same)
        # Each transaction of a session once, purchases and refunds apart, by its first amount.
        self.con.execute("""CREATE TABLE paid AS SELECT session_id, sum(CASE WHEN event_name = 'refund' THEN -value ELSE value END) AS revenue FROM (
            SELECT * FROM raw_events WHERE event_name IN ('purchase', 'revenue', 'refund') AND value IS NOT NULL AND session_id IS NOT NULL
            QUALIFY transaction_id IS NULL OR row_number() OVER (PARTITION BY session_id, event_name = 'refund', transaction_id ORDER BY log_offset, frame_index) = 1
            ) GROUP BY session_id""")
        self.con.execute(f"""CREATE TABLE of_events AS WITH seen AS (SELECT *, {', '.join(
            f"first_value(CASE WHEN event_name = 'page_view' THEN {column} END) OVER (PARTITION BY session_id ORDER BY event_name <> 'page_view', "
            f"timestamp {way}, log_offset {way}, frame_index {way}) AS {name}"
            for name, column, way in (("entry_page", "page_path", ""), ("exit_page", "page_path", "DESC"), ("entry_hostname", "page_hostname", "")))}
            FROM raw_events WHERE session_id IS NOT NULL)
            SELECT site_id, session_id, {', '.join(f'{sql} AS {name}' for name, sql in made.items())}, any_value(revenue) AS revenue, {firsts}
            FROM seen LEFT JOIN paid USING (session_id) GROUP BY site_id, session_id""")
        compared = ["session_start", "session_end", "events", "pageviews", "is_bounce", "is_single_page", "conversions", "entry_page", "exit_page",
                    "entry_hostname", "revenue", *(name for name in same if name != "device_pixel_ratio")]
        for name in compared:
            wrong = self.con.execute(f"""SELECT session_id, s.{name}, e.{name} FROM raw_sessions s LEFT JOIN of_events e USING (site_id, session_id)
                                         WHERE s.{name} IS DISTINCT FROM e.{name}""").fetchall()
            results.check(f"sessions.{name} is what the events say", wrong[:2], [])
        self.con.execute("""CREATE TABLE open_sessions AS SELECT e.* FROM of_events e ANTI JOIN raw_sessions s USING (site_id, session_id)""")

    def _wide(self) -> None:
        session = ", ".join(f'{sql} AS d_{name}' for name, sql in {**SESSION, **EDGES_OF_VISIT}.items())
        entered = ", ".join(f'{sql} AS d_{name}' for name, sql in ENTERED.items())
        self.con.execute(f"""CREATE TABLE ss0 AS SELECT session_id AS sid, epoch_us(session_start) AS t, visitor_id AS visitor, is_first_visit AS first_visit,
            is_bot, visitor_type = 'business' AS business, duration_sec, events, pageviews, coalesce(engagement_time_msec, 0) AS engagement, is_bounce,
            is_single_page, conversions, revenue, currency, {session}, {entered}
            FROM (SELECT * FROM raw_sessions UNION ALL BY NAME SELECT * FROM open_sessions)""")
        event = ", ".join(f'{sql} AS d_{name}' for name, sql in {**SESSION, **EVENT}.items())
        keys = ", ".join(f"'{name}'" for name in KEY_EVENTS)
        self.con.execute(f"""CREATE TABLE ev0 AS SELECT row_number() OVER (ORDER BY timestamp, log_partition, log_offset, frame_index) AS n, e.*,
            s.d_ENTRY_PAGE, s.d_EXIT_PAGE FROM (SELECT log_partition, log_offset, frame_index, timestamp, event_name, page_path, page_view_number, transaction_id, value,
            currency, epoch_us(server_timestamp) AS server_t, engagement_time_msec, scroll_depth_percent, properties, is_bot, session_id AS sid, epoch_us(timestamp) AS t, visitor_id AS visitor, is_first_visit AS first_visit,
            visitor_type = 'business' AS business, event_name IN ({keys}) AS is_key, {event} FROM raw_events) e LEFT JOIN ss0 s ON s.sid = e.sid""")

    def _first_touch(self) -> None:
        """Of a visitor's earliest session at the site."""
        columns = ", ".join(f"arg_min({{'v': d_{of}}}, (t, sid))['v'] AS d_{name}" for name, of in FIRST.items())
        self.con.execute(f'CREATE TABLE touch AS SELECT d_SITE AS touched, visitor AS toucher, {columns} FROM ss0 WHERE visitor IS NOT NULL GROUP BY ALL')
        for table in ("ev0", "ss0"):
            self.con.execute(f"""CREATE OR REPLACE TABLE {table} AS SELECT x.*, {', '.join(f'd_{name}' for name in FIRST)}
                                 FROM {table} x LEFT JOIN touch ON touched = d_SITE AND toucher = visitor""")

    def _local(self, number: int, zone: str) -> None:
        for table in ("ev0", "ss0"):
            joins, names = "", []
            for interval in INTERVALS:
                name = f"e{number}_{interval}"
                self.con.execute(f"CREATE TABLE IF NOT EXISTS {name} AS SELECT unnest($edges) AS edge", {"edges": edges(zone, interval)})
                joins += f" ASOF JOIN {name} ON x.t >= {name}.edge"
                names.append(f"{name}.edge AS b{number}_{interval}")
            local = f"timezone('{zone}', make_timestamptz(x.t))"
            self.con.execute(f"""CREATE OR REPLACE TABLE {table} AS SELECT x.*, {', '.join(names)}, printf('%02d', hour({local})) AS h{number},
                CAST(isodow({local}) AS VARCHAR) AS w{number} FROM {table} x{joins}""")
