"""Sessions out of events, in log order, and the rows that questions are answered from.

Written from the definitions alone: a session ends by the log's clock, by event time, by length or by count; a repeat
adds nothing but moves the deadline; what denied consent is stored without an identity.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from events import Event, Touch, acquire, is_bot

LONGEST_USEC = 12 * 3600 * 1_000_000
MOST_EVENTS = 10_000
KEY_EVENTS = {"purchase", "revenue", "generate_lead", "sign_up"}
BOUNCE_ENGAGEMENT_MSEC = 10_000


@dataclass
class Session:
    """A session of one visitor, with what its table row would say."""

    site_id: str
    number: int
    visitor: str
    first: Event
    touch: Touch
    events: list[Event] = field(default_factory=list)
    latest: int = 0
    last_clock: int = 0

    @property
    def start(self) -> int:
        return min(event.timestamp for event in self.events)

    @property
    def duration_sec(self) -> float:
        return (self.latest - self.start) / 1_000_000

    def close(self) -> ClosedSession:
        views = sorted((e for e in self.events if e.name == "page_view"), key=lambda e: (e.timestamp, e.order))
        engagement = sum(event.engagement_msec for event in self.events)
        keys = sum(event.name in KEY_EVENTS for event in self.events)
        agent = self.first.agent
        return ClosedSession(
            site_id=self.site_id,
            key=(self.site_id, self.number),
            visitor=self.visitor,
            is_first_visit=self.first.is_new,
            is_bot=is_bot(self.first),
            start=self.start,
            duration_sec=self.duration_sec,
            events=len(self.events),
            pageviews=len(views),
            is_bounce=len(views) <= 1 and engagement < BOUNCE_ENGAGEMENT_MSEC and keys == 0,
            is_single_page=len(views) == 1,
            dimensions={
                "ENTRY_PAGE": views[0].path if views else None,
                "EXIT_PAGE": views[-1].path if views else None,
                "SOURCE": self.touch.source,
                "MEDIUM": self.touch.medium,
                "CHANNEL": self.touch.channel,
                "CAMPAIGN": self.touch.campaign,
                "REFERRER": self.touch.referrer,
                "COUNTRY": self.first.country,
                "DEVICE": agent.device if agent else None,
                "BROWSER": agent.browser if agent else None,
                "OS": agent.operating_system if agent else None,
            },
        )


@dataclass
class ClosedSession:
    """A row of `sessions`."""

    site_id: str
    key: tuple[str, int]
    visitor: str
    is_first_visit: bool
    is_bot: bool
    start: int
    duration_sec: float
    events: int
    pageviews: int
    is_bounce: bool
    is_single_page: bool
    dimensions: dict[str, str | None]
    rows: list[Row] = field(default_factory=list)


@dataclass
class Row:
    """A row of `events`, with its session's dimensions on it."""

    site_id: str
    event_id: str
    name: str
    timestamp: int
    visitor: str | None
    session: ClosedSession | None
    is_bot: bool
    path: str | None

    @property
    def is_first_visit(self) -> bool:
        return self.session is not None and self.session.is_first_visit

    def dimension(self, name: str) -> str | None:
        if name == "PAGE":
            return self.path
        if name == "EVENT":
            return self.name
        if self.session:
            return self.session.dimensions[name]
        # A row without a visitor has no acquisition; answers never leave these two empty.
        return {"SOURCE": "(direct)", "MEDIUM": "(none)"}.get(name)


@dataclass
class Tables:
    """What both tables should hold."""

    events: list[Row]
    sessions: list[ClosedSession]
    repeats: int


def sessionise(events: Iterable[Event], timeout_sec: dict[str, int]) -> Tables:
    """Both tables from events in log order; `clock` and `order` of each are set."""
    open_sessions: dict[tuple[str, str], Session] = {}
    finished: list[Session] = []
    seen: set[tuple[str, str]] = set()
    without_session: list[Event] = []
    repeats = 0
    for event in events:
        timeout = timeout_sec[event.site_id] * 1_000_000
        place = (event.site_id, event.visitor or "")
        session = open_sessions.get(place) if event.visitor else None
        timed_out = session is not None and event.clock - session.last_clock >= timeout
        if (event.site_id, event.event_id) in seen:
            repeats += 1
            if session is not None and not timed_out:
                session.last_clock = event.clock
            continue
        seen.add((event.site_id, event.event_id))
        if event.visitor is None:
            without_session.append(event)
            continue
        inherited = None
        if session is not None:
            too_late = timed_out or event.timestamp - session.latest >= timeout
            too_long = event.clock - session.events[0].clock >= LONGEST_USEC or len(session.events) >= MOST_EVENTS
            if too_late or too_long:
                inherited = session.touch if too_long and not too_late else None
                session = None
        if session is None:
            session = Session(event.site_id, len(finished), event.visitor, event, inherited or acquire(event), latest=event.timestamp)
            open_sessions[place] = session
            finished.append(session)
        session.events.append(event)
        session.latest = max(session.latest, event.timestamp)
        session.last_clock = event.clock
    return _rows(finished, without_session, repeats)


def _rows(sessions: list[Session], without_session: list[Event], repeats: int) -> Tables:
    rows = [_row(event, None, is_bot(event)) for event in without_session]
    closed = []
    for session in sessions:
        done = session.close()
        done.rows = [_row(event, done, done.is_bot) for event in session.events]
        rows.extend(done.rows)
        closed.append(done)
    return Tables(rows, closed, repeats)


def _row(event: Event, session: ClosedSession | None, bot: bool) -> Row:
    return Row(event.site_id, event.event_id, event.name, event.timestamp, event.visitor, session, bot, event.path)


def import_clock(events: list[Event]) -> list[Event]:
    """Gives an import's events, in file order, their lane's clock: the records' times, never going back."""
    clock = 0
    for place, event in enumerate(events):
        clock = max(clock, event.timestamp)
        event.clock, event.order = clock, (place,)
    return events
