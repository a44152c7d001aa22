"""Starts the binary and talks to it, by its documented commands and routes only."""
from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

REPOSITORY = Path(__file__).resolve().parents[2]


def shared(*parts: str) -> Path | None:
    """A file of the shared input, or None where it is absent."""
    root = Path(os.environ.get("FOOTFALL_SHARED") or REPOSITORY.parent / "shared")
    path = root.joinpath("data", *parts)
    return path if path.exists() else None


def binary(argument: str | None) -> str:
    """The binary from the argument or FOOTFALL_BIN; ends the program where there is none."""
    given = argument or os.environ.get("FOOTFALL_BIN")
    if not given or not (shutil.which(given) or Path(given).is_file()):
        sys.exit(f"no binary: set FOOTFALL_BIN or give its path (got {given!r})")
    return str(Path(given).resolve()) if Path(given).is_file() else given


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class CommandFailed(Exception):
    """A command ended with a code other than 0."""


@dataclass
class Reply:
    status: int
    headers: Mapping[str, str]
    text: str
    raw: bytes = b""

    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str | None:
        """`error.code` of a refusal."""
        try:
            return self.json()["error"]["code"]
        except (ValueError, KeyError, TypeError):
            return None


class Results:
    """Counts checks; the closing line and the exit code follow from it."""

    def __init__(self) -> None:
        self.passed = 0
        self.failures: list[tuple[str, str, str]] = []

    def check(self, what: str, got: Any, expected: Any) -> bool:
        if got == expected:
            self.passed += 1
            return True
        return self.fail(what, got, expected)

    def that(self, what: str, holds: bool, detail: str = "") -> bool:
        return self.check(what, True, True) if holds else self.fail(what, detail or "no", "yes")

    def fail(self, what: str, got: Any, expected: Any) -> bool:
        self.failures.append((what, _short(got), _short(expected)))
        print(f"  FAILED {what}: got {_short(got)}, expected {_short(expected)}", flush=True)
        return False

    def close(self) -> int:
        """Prints the table of failures and the closing line; returns the exit code."""
        if self.failures:
            width = min(max(len(what) for what, _, _ in self.failures), 90)
            print(f"\n{'check':{width}}  got | expected")
            for what, got, expected in self.failures[:200]:
                print(f"{what:{width}}  {got} | {expected}")
        print(f"{self.passed} passed, {len(self.failures)} failed")
        return 1 if self.failures else 0


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 160 else text[:157] + "..."


class Footfall:
    """One data directory and, while started, one server on it. `options` go before every command."""

    def __init__(self, program: str, geoip: Path | None = None, options: Sequence[str] = ()) -> None:
        self.program = program
        self.options = list(options)
        self.root = Path(tempfile.mkdtemp(prefix="footfall-blackbox-"))
        self.data = self.root / "data"
        self.port = free_port()
        self.server: subprocess.Popen[bytes] | None = None
        self.log = self.root / "serve.log"
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("FOOTFALL_")}
        if geoip:
            self.environment["FOOTFALL_GEOIP"] = str(geoip)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
        if os.environ.get("FOOTFALL_KEEP"):
            print(f"kept {self.root}")
        else:
            shutil.rmtree(self.root, ignore_errors=True)

    # -- commands ------------------------------------------------------------------------------------------------

    def command(self, *arguments: str, timeout: float = 1200) -> str:
        done = subprocess.run([self.program, "--data", str(self.data), *self.options, *arguments], capture_output=True, text=True,
                              timeout=timeout, env=self.environment, check=False)
        if done.returncode != 0:
            raise CommandFailed(f"{' '.join(arguments[:4])} ended with {done.returncode}: {done.stderr.strip()[-800:]}")
        return done.stdout

    def create_site(self, name: str, domains: list[str], zone: str = "UTC", timeout_sec: int = 1800, consent: str | None = None) -> str:
        arguments = ["site", "create", "--name", name, "--timezone", zone, "--session-timeout", f"{timeout_sec}s", "--json"]
        if consent:
            arguments += ["--consent", consent]
        for domain in domains:
            arguments += ["--domain", domain]
        return self._said(arguments, "id")

    def create_key(self, scope: str, *site_ids: str) -> str:
        arguments = ["key", "create", "--name", scope, "--scope", scope, "--json"]
        for site_id in site_ids:
            arguments += ["--site", site_id]
        return self._said(arguments, "key")

    def _said(self, arguments: list[str], name: str) -> str:
        text = self.command(*arguments)
        try:
            return str(json.loads(text)[name])
        except (ValueError, KeyError, TypeError):
            raise CommandFailed(f"{' '.join(arguments[:2])} --json says {text[:200]!r}") from None

    def sql(self, statement: str) -> list[dict[str, Any]]:
        """Rows of a query; an array or one object a line."""
        text = self.command("sql", statement, "--format", "json").strip()
        if not text:
            return []
        if text.startswith("["):
            return list(json.loads(text))
        return [json.loads(line) for line in text.splitlines()]

    # -- server --------------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def launch(self, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        """Starts `serve` without waiting for it."""
        command = [self.program, "--data", str(self.data), *self.options, "serve", "--listen", f"127.0.0.1:{self.port}", *arguments]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(command, stdout=log, stderr=log, env={**self.environment, **(environment or {})})

    def start(self, *arguments: str, wait_sec: float = 60, environment: Mapping[str, str] | None = None) -> None:
        self.launch(*arguments, environment=environment)
        self.wait_until_ready(wait_sec)

    def wait_until_ready(self, wait_sec: float = 60) -> None:
        deadline = time.monotonic() + wait_sec
        while time.monotonic() < deadline:
            if not self.is_alive():
                break
            try:
                if self.get("/ready").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise CommandFailed(f"serve did not become ready: {self.log.read_text(errors='replace')[-1500:]}")

    def is_alive(self) -> bool:
        return self.server is not None and self.server.poll() is None

    def kill(self) -> None:
        """kill -9, and wait for the end."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()
            self.server = None

    def stop(self) -> int | None:
        """SIGTERM and wait; None when nothing ran."""
        if self.server is None:
            return None
        if self.server.poll() is None:
            self.server.send_signal(signal.SIGTERM)
            try:
                self.server.wait(40)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        code, self.server = self.server.returncode, None
        return code

    # -- requests ------------------------------------------------------------------------------------------------

    def get(self, path: str) -> Reply:
        return self.request("GET", path)

    def request(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None,
                timeout: float = 30, raw: bool = False) -> Reply:
        """`raw` leaves the body as it came, for what is compressed or no text."""
        request = urllib.request.Request(self.url + path, data=body, method=method, headers=dict(headers or {}))
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                read = answer.read()
                return Reply(answer.status, dict(answer.headers), "" if raw else read.decode("utf-8", "replace"), read)
        except urllib.error.HTTPError as refused:
            with refused:
                return Reply(refused.code, dict(refused.headers), refused.read().decode("utf-8", "replace"))

    def collect(self, body: Any, key: str | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        sent = {"Content-Type": "application/json", "User-Agent": "", **(headers or {})}
        if key:
            sent["Authorization"] = f"Bearer {key}"
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.request("POST", "/api/collect", data, sent)

    def graphql(self, query: str, variables: Mapping[str, Any], key: str) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        reply = self.request("POST", "/graphql", body, {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}, timeout=120)
        return dict(reply.json())


def micros(text: str | float) -> int:
    """A timestamp out of SQL's JSON, as microseconds since 1970; a bare one is UTC."""
    if isinstance(text, (int, float)):
        return int(text)
    fixed = text.strip().replace(" ", "T", 1)
    moment = datetime.fromisoformat(fixed)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds
