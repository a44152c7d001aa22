"""What must be refused, with which status and code, and that nothing is lost beside it.

After every case a good event is sent; at the end each of them, and the good part of every mixed batch, must be in the
table exactly once, and nothing of what was refused.
"""
from __future__ import annotations

import argparse
import contextlib
import gzip
import json
import socket
import sys
import time
import uuid
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from footfall import CommandFailed, Footfall, Reply, Results, binary, micros

NOW = int(time.time() * 1000)
JSON = {"Content-Type": "application/json"}


@dataclass
class Case:
    """A request and what is expected of it: one status, or several where the documents leave a choice. `codes` are those
    of `rejected`, in order of the events."""

    name: str
    body: bytes
    status: int | tuple[int, ...]
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: JSON)
    accepted: list[str] = field(default_factory=list)
    codes: list[str] | None = None
    path: str = "/api/collect"
    method: str = "POST"


class Cases:
    """Builds the table for one site."""

    def __init__(self, site: str, write_key: str, read_key: str) -> None:
        self.site, self.write_key, self.read_key = site, write_key, read_key
        self.cases: list[Case] = []

    def event(self, name: Any = "page_view", **more: Any) -> dict[str, Any]:
        return {"id": str(uuid.uuid4()), "name": name, "properties": {"url": "https://bad.example/ok"}, **more}

    def body(self, *events: Any, **more: Any) -> dict[str, Any]:
        return {"site_id": self.site, "visitor": {"id": str(uuid.uuid4())}, "context": {"consent": "granted"}, "events": list(events), **more}

    def add(self, name: str, body: Any, status: int | tuple[int, ...], code: str | None = None, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.cases.append(Case(name, raw, status, code, JSON if headers is None else headers, **more))

    def mixed(self, name: str, bad: Any, code: str) -> None:
        """A bad event between two good ones: both are kept, the reply names the bad one."""
        first, last = self.event(), self.event()
        self.add(f"{name}, between good ones", self.body(first, bad, last), 202, accepted=[first["id"], last["id"]], codes=[code])

    def kept(self, name: str, event: dict[str, Any], **more: Any) -> None:
        """Odd, but accepted."""
        self.add(name, self.body(event, **more), 202, accepted=[event["id"]], codes=[])

    # -- the table -------------------------------------------------------------------------------------------------

    def all(self) -> list[Case]:
        self.json()
        self.batches()
        self.events()
        self.values()
        self.sizes()
        self.access()
        self.routes()
        return self.cases

    def json(self) -> None:
        good = json.dumps(self.body(self.event())).encode()
        for name, raw in [
            ("an empty body", b""), ("blanks", b"  \n "), ("half a document", good[: len(good) // 2]), ("the last bracket missing", good[:-1]),
            ("two documents", good + good), ("a trailing comma", good[:-1] + b",}"), ("NaN", good[:-1] + b',"sent_at":NaN}'),
            ("Infinity", good[:-1] + b',"sent_at":Infinity}'), ("single quotes", good.replace(b'"', b"'")), ("a byte order mark alone", b"\xef\xbb\xbf"),
            ("NUL bytes", b"\0" * 64), ("an unfinished escape", good[:-1] + b',"x":"\\u12"}'),
            ("a raw line feed in a string", good.replace(b"page_view", b"page\nview")), ("HTML", b"<html></html>"), ("a form", b"site_id=1&events=2"),
            ("nesting of 100,000", b"[" * 100_000), ("nesting of 100,000 in a property", good.replace(b'"https://bad.example/ok"', b"[" * 100_000)),
        ]:
            self.add(name, raw, 400, "invalid_json")

    def batches(self) -> None:
        for name, document in [("null", None), ("a number", 7), ("a string", "events"), ("an array", [self.event()])]:
            self.add(f"{name} instead of an object", document, 400, "invalid_batch")
        self.add("no events", {"site_id": self.site}, 400, "invalid_batch")
        self.add("empty events", self.body(), 400, "invalid_batch")
        self.add("events null", {**self.body(), "events": None}, 400, "invalid_batch")
        self.add("events an object", {**self.body(), "events": {"0": self.event()}}, 400, "invalid_batch")
        self.add("events a string", {**self.body(), "events": "page_view"}, 400, "invalid_batch")
        self.add("no site", {"events": [self.event()]}, 400, "invalid_batch")
        self.add("site a number", {**self.body(self.event()), "site_id": 5}, 400, "invalid_batch")
        self.add("context a string", self.body(self.event(), context="x"), 400, "invalid_batch")
        self.add("visitor an array", self.body(self.event(), visitor=[]), 400, "invalid_batch")
        self.add("visitor id of 65 characters", self.body(self.event(), visitor={"id": "v" * 65}), 400, "invalid_batch")
        self.add("501 events", self.body(*(self.event() for _ in range(501))), 413, "too_large")
        many = [self.event() for _ in range(500)]
        self.add("500 events", self.body(*many), 202, accepted=[event["id"] for event in many], codes=[])

    def events(self) -> None:
        table: list[tuple[str, Any, str]] = [
            ("an event without a name", {"id": str(uuid.uuid4()), "properties": {}}, "missing_name"),
            ("a name of null", self.event(None), "missing_name"),
            ("an empty name", self.event(""), "invalid_name"),
            ("a name of 121 characters", self.event("n" * 121), "invalid_name"),
            ("a name with a control character", self.event("page\u0007view"), "invalid_name"),
            ("a name with NUL", self.event("page\u0000view"), "invalid_name"),
            ("a name that is a number", self.event(7), "invalid_name"),
            ("a name that is an object", self.event({}), "invalid_name"),
            ("an event that is null", None, "invalid_event"),
            ("an event that is a string", "page_view", "invalid_event"),
            ("an event that is an array", [], "invalid_event"),
            ("properties that are an array", self.event(properties=[1]), "invalid_event"),
            ("properties that are a string", self.event(properties="x"), "invalid_event"),
            ("an id of 65 characters", self.event(id="i" * 65), "invalid_event"),
            ("an id that is a number", self.event(id=5), "invalid_event"),
            ("a time that is text", self.event(timestamp="yesterday"), "invalid_timestamp"),
            ("a time that is an object", self.event(timestamp={}), "invalid_timestamp"),
            ("a time of 1e300", self.event(timestamp=1e300), "invalid_timestamp"),
            ("an event of 65 KiB", self.event(properties={"blob": ["x" * 1000] * 67}), "event_too_large"),
            ("a raw e-mail address", self.event("sign_up", properties={"email": "jane@example.com"}), "unhashed_pii"),
            ("a raw phone number", self.event("sign_up", properties={"phone": "+1 202 555 0123"}), "unhashed_pii"),
            ("nesting of 60", self.event(properties={"deep": _nested(60)}), "invalid_event"),
        ]
        for name, bad, code in table:
            self.add(f"{name}, alone", self.body(bad), 400, "invalid_batch", codes=[code])
            self.mixed(name, bad, code)

    def values(self) -> None:
        self.kept("a time in 1970", self.event(timestamp=1))
        self.kept("a time in 2200", self.event(timestamp=7_258_118_400_000))
        self.kept("a time before 1970", self.event(timestamp=-1_000_000))
        self.kept("sent_at in 1970", self.event(timestamp=NOW), sent_at=1)
        self.kept("no time", self.event())
        self.kept("unknown fields", {**self.event(), "surprise": [1]}, nobody={"expects": "this"})
        self.kept("columns of the server as properties", self.event(properties={
            "url": "https://bad.example/ok", "country": "XX", "is_bot": True, "visitor_id": "forged", "session_id": "forged", "server_timestamp": 1,
            "log_offset": -1, "channel": "Forged", "ip_address": "1.2.3.4", "source": "forged", "date": "1970-01-01", "origin": "import"}))
        self.kept("values of the wrong type", self.event(properties={
            "url": 7, "title": {"a": 1}, "engagement_time_msec": "soon", "scroll_depth_percent": 1e9, "value": "much", "items": "none", "page_view_number": 2**70}))
        self.kept("a number beyond all columns", self.event("purchase", properties={"value": 1e308, "tax": -1e308, "currency": "EUR"}))
        self.kept("NUL in a property", self.event(properties={"url": "https://bad.example/ok", "note": "a\u0000b", "title": "c\u0000d"}))
        self.kept("a lone surrogate", self.event(properties={"url": "https://bad.example/ok", "note": "\ud800 and \udc00"}))
        self.kept("right-to-left and combining marks", self.event("Z͑ͫ̓a\u202el", properties={"url": "https://bad.example/\u202e"}))
        self.kept("a property without a name", self.event(properties={"": 1, "url": "https://bad.example/ok"}))
        self.kept("a name of 120 characters", self.event("é" * 120))
        self.kept("an id of 64 characters", self.event(id=(uuid.uuid4().hex * 2)))
        self.kept("an address of 5,000 characters", self.event(properties={"url": "https://bad.example/" + "a" * 5000}))
        self.kept("an address that is none", self.event(properties={"url": "not a url", "referrer": "::::"}))
        self.kept("an address with a bad escape", self.event(properties={"url": "https://bad.example/%zz?utm_source=%ff&utm_medium=%"}))
        self.kept("text in a property that looks like SQL", self.event(properties={"note": "'; DROP TABLE events; --"}))
        self.kept("nesting of 20", self.event(properties={"deep": _nested(20)}))
        self.kept("a hundred properties", self.event(properties={f"p{number}": number for number in range(100)}))
        good = self.event()
        self.add("text/plain, as beacons send it", self.body(good), 202, headers={"Content-Type": "text/plain;charset=UTF-8"}, accepted=[good["id"]], codes=[])

    def sizes(self) -> None:
        packed = {**JSON, "Content-Encoding": "gzip"}
        big = self.body(self.event(properties={"blob": ["x" * 1000] * 3000}))
        self.add("3 MB", big, 413, "too_large")
        self.add("3 MB of blanks", b" " * 3_000_000, 413, "too_large")
        self.add("12 MB", b"[" + b" " * 12_000_000 + b"]", 413, "too_large")
        self.add("a gzip bomb of 1 GB", _bomb(1 << 30), 413, "too_large", packed)
        self.add("a gzip bomb of two stages", gzip.compress(_bomb(1 << 28)), 400, "invalid_json", packed)
        self.add("gzip that is none", b"not gzip at all", 400, "invalid_json", packed)
        self.add("half a gzip", gzip.compress(json.dumps(big).encode())[:200], 400, "invalid_json", packed)
        good = self.event()
        self.add("gzip", gzip.compress(json.dumps(self.body(good)).encode()), 202, headers=packed, accepted=[good["id"]], codes=[])

    def access(self) -> None:
        good = self.event()

        def with_headers(**headers: str) -> dict[str, str]:
            return {**JSON, **{name.replace("_", "-"): value for name, value in headers.items()}}

        self.add("an unknown site", {**self.body(self.event()), "site_id": str(uuid.uuid4())}, 404, "unknown_site")
        self.add("a site of 10,000 characters", {**self.body(self.event()), "site_id": "s" * 10_000}, (400, 404))
        self.add("a foreign origin", self.body(self.event()), 403, "origin_not_allowed", with_headers(Origin="https://evil.example"))
        self.add("an origin that ends like ours", self.body(self.event()), 403, "origin_not_allowed", with_headers(Origin="https://notbad.example"))
        self.add("an origin that begins like ours", self.body(self.event()), 403, "origin_not_allowed", with_headers(Origin="https://bad.example.evil.example"))
        self.add("origin null", self.body(self.event()), 403, "origin_not_allowed", with_headers(Origin="null"))
        self.add("localhost, which is not listed", self.body(self.event()), 403, "origin_not_allowed", with_headers(Origin="http://localhost:3000"))
        self.add("our origin with a port", self.body(good), 202, headers=with_headers(Origin="http://www.bad.example:8080"), accepted=[good["id"]], codes=[])
        self.add("a key that does not exist", self.body(self.event()), 401, headers=with_headers(Authorization="Bearer nonsense"))
        self.add("an empty bearer", self.body(self.event()), 401, headers=with_headers(Authorization="Bearer "))
        self.add("a key that may only read", self.body(self.event()), (401, 403), headers=with_headers(Authorization=f"Bearer {self.read_key}"))
        self.add("an unsupported media type", self.body(self.event()), 415, "unsupported_media_type", {"Content-Type": "application/xml"})
        good = self.event()
        self.add("a write key from any origin", self.body(good), 202, headers=with_headers(Authorization=f"Bearer {self.write_key}", Origin="https://evil.example"), accepted=[good["id"]], codes=[])
        good = self.event()
        self.add("X-Site-ID", {"visitor": {"id": "x"}, "events": [good]}, 202, headers=with_headers(X_Site_ID=self.site), accepted=[good["id"]], codes=[])

    def routes(self) -> None:
        self.add("an unknown route", b"{}", 404, path="/api/nothing")
        self.add("a heatmap", b"{}", 404, path="/api/collect/heatmap")
        self.add("GET where only POST is", b"", 405, method="GET", headers={})
        self.add("PUT", b"{}", 405, method="PUT")


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = {"d": value}
    return value


def _bomb(size: int) -> bytes:
    """`size` blanks, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    chunk = b" " * (1 << 20)
    return b"".join(packer.compress(chunk) for _ in range(size >> 20)) + packer.flush()


# -- over a raw socket -------------------------------------------------------------------------------------------------

def raw(footfall: Footfall, request: bytes, wait_sec: float = 15) -> bytes:
    """Sends bytes as they are and returns what comes back before the other side closes or falls silent."""
    answer = b""
    with socket.create_connection(("127.0.0.1", footfall.port), timeout=wait_sec) as connection:
        with contextlib.suppress(OSError):
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
        with contextlib.suppress(OSError):
            while part := connection.recv(65536):
                answer += part
    return answer


def raw_cases(site: str) -> list[tuple[str, bytes, Callable[[bytes], bool]]]:
    """Name, bytes, and what the answer must satisfy. Nothing at all is a fair answer to half a request."""
    body = json.dumps({"site_id": site, "events": [{"id": str(uuid.uuid4()), "name": "page_view"}]}).encode()
    head = b"POST /api/collect HTTP/1.1\r\nHost: bad.example\r\nContent-Type: application/json\r\n"

    def no_success(answer: bytes) -> bool:
        return not answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 5"))

    return [
        ("a body shorter than it says", head + b"Content-Length: 5000\r\n\r\n" + body, no_success),
        ("a body cut in the middle of a character", head + b"Content-Length: %d\r\n\r\n" % (len(body) + 40) + body + "é".encode()[:1], no_success),
        ("a chunk that never ends", head + b"Transfer-Encoding: chunked\r\n\r\nFFFF\r\n" + body, no_success),
        ("a chunk length that is none", head + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n" + body, no_success),
        ("both a length and chunks", head + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", no_success),
        ("a negative length", head + b"Content-Length: -1\r\n\r\n" + body, no_success),
        ("two lengths", head + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\n" + body, no_success),
        ("a length of 10^18", head + b"Content-Length: 1000000000000000000\r\n\r\n" + body, no_success),
        ("no HTTP", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64, no_success),
        ("a header of 1 MB", head + b"X-Long: " + b"a" * (1 << 20) + b"\r\n\r\n", no_success),
        ("NUL in a header", head + b"X-Bad: a\0b\r\nContent-Length: 2\r\n\r\n{}", no_success),
    ]


# -- the run -----------------------------------------------------------------------------------------------------------

def check_reply(case: Case, reply: Reply, results: Results) -> None:
    allowed = case.status if isinstance(case.status, tuple) else (case.status,)
    results.check(f"{case.name}: status", reply.status, reply.status if reply.status in allowed else case.status)
    if case.code:
        results.check(f"{case.name}: code", reply.code, case.code)
    try:
        document = reply.json()
    except ValueError:
        results.fail(f"{case.name}: JSON", reply.text[:80], "a JSON document")
        return
    if reply.status >= 400:
        error = document.get("error")
        results.that(f"{case.name}: error has code and message", isinstance(error, dict) and bool(error.get("code")) and bool(error.get("message")), reply.text[:120])
    if reply.status in (429, 503) and "retry-after" not in {name.lower() for name in reply.headers}:
        results.fail(f"{case.name}: Retry-After", None, "a number of seconds")
    if case.codes is not None:
        rejected = document.get("rejected") or (document.get("error") or {}).get("rejected") or []
        results.check(f"{case.name}: rejected", [one.get("code") for one in rejected], case.codes)
        if case.codes and case.status == 202:
            results.check(f"{case.name}: index", [one.get("index") for one in rejected], [1])
            results.that(f"{case.name}: field", all(str(one.get("field", "")).startswith("events[1]") for one in rejected), str(rejected))
        if case.status == 202:
            results.check(f"{case.name}: events_received", document.get("events_received"), len(case.accepted))


def send_good(footfall: Footfall, cases: Cases, after: str, results: Results) -> str:
    good = cases.event()
    try:
        reply = footfall.collect(cases.body(good))
        results.check(f"a good event after {after}", reply.status, 202)
    except OSError as error:
        results.fail(f"a good event after {after}", error, 202)
    return str(good["id"])


def check_stored(footfall: Footfall, site: str, accepted: set[str], results: Results) -> None:
    deadline = time.monotonic() + 60
    while True:
        rows = footfall.sql(f"SELECT event_id, timestamp, server_timestamp, client_timestamp, country, origin, visitor_id FROM events WHERE site_id = '{site}'")
        if len(rows) >= len(accepted) or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    stored = [row["event_id"] for row in rows]
    results.check("accepted events that are missing", sorted(accepted - set(stored))[:3], [])
    results.check("refused events that are stored", sorted(set(stored) - accepted)[:3], [])
    results.check("events stored twice", len(stored) - len(set(stored)), 0)
    results.check("forged columns that were believed", [row for row in rows if row.get("country") == "XX" or row.get("visitor_id") == "forged" or row.get("origin") == "import"][:1], [])
    outside = [row for row in rows if abs(micros(row["timestamp"]) - micros(row["server_timestamp"])) > 7 * 86_400_000_000]
    results.check("times far outside that were believed", outside[:1], [])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?")
    options = parser.parse_args()
    results = Results()
    with Footfall(binary(options.binary)) as footfall:
        site = footfall.create_site("Bad input", ["bad.example"])
        other = footfall.create_site("Other", ["other.example"])
        footfall.start("--checkpoint-interval", "2s")
        cases = Cases(site, footfall.create_key("write", site), footfall.create_key("read"))
        accepted: set[str] = set()
        table = cases.all()
        for case in table:
            try:
                reply = footfall.request(case.method, case.path, case.body or None, case.headers)
                check_reply(case, reply, results)
            except OSError as error:
                results.fail(f"{case.name}: status", error, case.status)
            accepted |= set(case.accepted)
            accepted.add(send_good(footfall, cases, case.name, results))
        sockets = raw_cases(site)
        for name, request, holds in sockets:
            answer = raw(footfall, request)
            results.that(name, holds(answer), answer[:60].decode("latin-1"))
            accepted.add(send_good(footfall, cases, name, results))
        other_key = footfall.create_key("write", other)
        reply = footfall.collect(cases.body(cases.event()), other_key)
        results.that("a key of another site", reply.status in (401, 403, 404), str(reply.status))
        results.that("still alive", footfall.is_alive())
        check_stored(footfall, site, accepted, results)
        results.check("SIGTERM ends it with 0", footfall.stop(), 0)
        log = footfall.log.read_text(errors="replace")
        results.that("no panic in the log", "panicked" not in log, log[log.find("panicked") - 100:][:300] if "panicked" in log else "")
        print(f"{len(table) + len(sockets) + 1} bad and odd requests")
    return results.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CommandFailed as error:
        print(f"FAILED {error}")
        print("0 passed, 1 failed")
        sys.exit(1)
