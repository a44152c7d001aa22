"""The access-log import, recomputed line by line."""
from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from events import Event, external_host

LINE = re.compile(
    r'^(?P<address>\S+) \S+ \S+ \[(?P<time>[^\]]+)\] "(?P<request>(?:[^"\\]|\\.)*)" (?P<status>\d{3}) \S+'
    r'(?: "(?P<referrer>(?:[^"\\]|\\.)*)" "(?P<agent>(?:[^"\\]|\\.)*)")?'
)
PAGES = {"html", "htm", "xhtml", "php", "jsp", "asp", "aspx"}
FILES = {"pdf", "zip", "gz", "tgz", "bz2", "xz", "7z", "rar", "tar", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "csv", "epub", "mp3", "mp4", "m4a", "avi", "mov", "mkv", "webm", "dmg", "pkg", "exe", "msi", "deb", "rpm", "apk", "jar", "iso"}


def read(path: Path, site_id: str, domain: str) -> list[Event]:
    """The events of a log, in the order they are imported."""
    events = []
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines()):
        match = LINE.match(line)
        request = match["request"].split(" ") if match else []
        if not match or len(request) < 2 or request[0] != "GET":
            continue
        target, status = request[1], int(match["status"])
        segment = target.split("?", 1)[0].rsplit("/", 1)[-1]
        extension = re.search(r"\.([A-Za-z0-9]{1,5})$", segment)
        kind = extension[1].lower() if extension else None
        if status in (200, 304) and (kind is None or kind in PAGES):
            name = "page_view"
        elif status == 200 and kind in FILES:
            name = "file_download"
        else:
            continue
        moment = datetime.strptime(match["time"], "%d/%b/%Y:%H:%M:%S %z")
        referrer = match["referrer"] if match["referrer"] not in ("-", "", None) else None
        url = f"https://{domain}{target}"
        events.append(Event(
            site_id=site_id,
            event_id=f"line {number}",
            name=name,
            timestamp=int(moment.timestamp()) * 1_000_000,
            visitor=f"{match['address']} {match['agent']}",
            is_new=False,
            consent="not_required",
            path=target.split("?", 1)[0],
            referrer=referrer,
            properties={},
            agent=None,
            country=None,
            referrer_host=external_host(referrer, url, [domain]),
        ))
    # The log is sorted within ten minutes; this one is never further out of order, so that is a plain stable sort.
    return sorted(events, key=lambda event: event.timestamp)


def mark_first_visits(events: list[Event]) -> None:
    """A visitor's first session in the import is his first visit; as sessions take it from their first event, it is
    enough to mark each visitor's first event."""
    seen: set[str | None] = set()
    for event in events:
        event.is_new = event.visitor not in seen
        seen.add(event.visitor)
