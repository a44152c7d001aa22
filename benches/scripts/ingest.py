"""How much the server takes over HTTP, what it costs, and how fast it is back after kill -9.

    FOOTFALL_BIN=… FOOTFALL_BENCH=… python ingest.py [--rounds 3] [--only max,half,single,recovery,sessions,replay]

Generator and server run side by side on the same cores; both report their CPU time. Every line printed is one JSON object.
"""
from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "blackbox"))

from footfall import Footfall, binary, free_port  # noqa: E402

BENCH = os.environ.get("FOOTFALL_BENCH", "footfall-bench")
SITES = 20
HERTZ = os.sysconf("SC_CLK_TCK")


def say(what: str, **figures: Any) -> None:
    print(json.dumps({"what": what, **figures}), flush=True)


def generate(*arguments: str) -> dict[str, Any]:
    done = subprocess.run([BENCH, *arguments], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / HERTZ


def resident_mib(pid: int, peak: bool = False) -> float:
    wanted = "VmHWM:" if peak else "VmRSS:"
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(wanted):
            return int(line.split()[1]) / 1024
    return 0.0


class Server:
    """A server with sites whose visitors need no consent."""

    def __init__(self, *options: str, timeout_sec: int = 1800) -> None:
        self.footfall = Footfall(binary(None))
        self.sites = [self.footfall.create_site(f"Site {n}", [f"site{n}.example"], timeout_sec=timeout_sec, consent="not_required")
                      for n in range(SITES)]
        self.options = options
        self.footfall.start(*options)

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.footfall.__exit__(None, None, None)

    @property
    def pid(self) -> int:
        assert self.footfall.server
        return self.footfall.server.pid

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.footfall.port}"

    def load(self, *arguments: str) -> dict[str, Any]:
        """Sends, and adds what the server used until everything it accepted was processed."""
        before = cpu_seconds(self.pid)
        sites = [part for site in self.sites for part in ("--site", site)]
        report = generate("http", "--address", self.address, *sites, *arguments)
        behind = time.monotonic()
        while self.queued():
            time.sleep(0.01)
        report["queryable_after_ms"] = round((time.monotonic() - behind) * 1e3)
        report["server_cpu_seconds_per_million"] = round((cpu_seconds(self.pid) - before) / report["accepted"] * 1e6, 2)
        report["server_resident_mib"] = round(resident_mib(self.pid))
        return report

    def queued(self) -> int:
        if not hasattr(self, "key"):
            self.key = self.footfall.create_key("admin")
            time.sleep(1.5)
        answer = self.footfall.graphql("{ pipeline { queued } }", {}, self.key)
        return int(answer["data"]["pipeline"]["queued"])


def median(name: str, reports: Sequence[dict[str, Any]]) -> None:
    numbers = {key: statistics.median(report[key] for report in reports) for key, value in reports[0].items()
               if isinstance(value, (int, float))}
    say(name, rounds=len(reports), **{key: round(value, 3) for key, value in numbers.items()})


def maximum(rounds: int) -> dict[int, float]:
    """As fast as it answers, in batches; returns events per second by batch."""
    rates = {}
    for batch, requests in ((10, 120_000), (50, 40_000)):
        reports = []
        with Server("--checkpoint-interval", "30s") as server:
            server.load("--batch", str(batch), "--rate", "0", "--requests", str(requests // 10), "--seed", "99")
            for seed in range(rounds):
                reports.append(server.load("--batch", str(batch), "--rate", "0", "--requests", str(requests), "--seed", str(seed),
                                           "--connections", "256"))
            peak = resident_mib(server.pid, peak=True)
        median(f"http, batches of {batch}, closed loop", reports)
        say(f"peak resident memory under batches of {batch}", mib=round(peak))
        rates[batch] = statistics.median(report["accepted_per_second"] for report in reports)
    return rates


def half(rounds: int, rates: dict[int, float]) -> None:
    """Open loop at half the maximum, after a few seconds in which every user agent is met for the first time."""
    for batch, rate in rates.items():
        with Server("--checkpoint-interval", "30s") as server:
            server.load("--batch", str(batch), "--rate", str(int(rate / 2)), "--seconds", "3", "--seed", "99")
            reports = [server.load("--batch", str(batch), "--rate", str(int(rate / 2)), "--seconds", "15", "--seed", str(seed))
                       for seed in range(rounds)]
        median(f"http, batches of {batch}, open loop at half the maximum", reports)


def single(rounds: int) -> None:
    """One event a request beside a handler that does nothing."""
    port = free_port()
    no_op = subprocess.Popen([BENCH, "no-op", "--listen", f"127.0.0.1:{port}"])
    try:
        ours, theirs = [], []
        with Server("--checkpoint-interval", "30s") as server:
            sites = [part for site in server.sites for part in ("--site", site)]
            common = ("--batch", "1", "--rate", "0", "--requests", "200000", "--connections", "256")
            for seed in range(rounds):
                theirs.append(generate("http", "--address", f"127.0.0.1:{port}", *sites, *common, "--seed", str(seed)))
                ours.append(server.load(*common, "--seed", str(seed)))
        median("http, single events, closed loop", ours)
        median("no-op axum handler, same requests", theirs)
        ratio = [a["accepted_per_second"] / b["accepted_per_second"] for a, b in zip(ours, theirs, strict=True)]
        say("single events beside a no-op handler", ratio=round(statistics.median(ratio), 3))
    finally:
        no_op.kill()
        no_op.wait()


def recovery(rounds: int) -> None:
    """kill -9 with just under a million events since the last state file: that many are processed again."""
    accepting, caught_up = [], []
    for seed in range(rounds):
        with Server("--checkpoint-interval", "300s") as server:
            server.load("--batch", "10", "--rate", "0", "--requests", "99000", "--seed", str(seed))
            server.footfall.kill()
            began = time.monotonic()
            server.footfall.launch(*server.options)
            body = json.dumps({"site_id": server.sites[0], "events": [{"name": "page_view"}]}).encode()
            accepted = None
            while True:
                try:
                    if accepted is None and server.footfall.collect(body).status == 202:
                        accepted = time.monotonic() - began
                    if server.footfall.get("/ready").status == 200:
                        break
                except OSError:
                    pass
                time.sleep(0.02)
            accepting.append(accepted or 0.0)
            caught_up.append(time.monotonic() - began)
    say("after kill -9 with 990,000 events since the last state", rounds=rounds, accepting_after_s=round(statistics.median(accepting), 2),
        caught_up_after_s=round(statistics.median(caught_up), 2))


def sessions() -> None:
    for count in (100_000, 1_000_000):
        report = generate("sessions", "--sessions", str(count), "--rounds", "0")
        say("open sessions", **report)
    for actors in ("0", "20000"):
        reports = [generate("sessions", "--sessions", "20000", "--actors", actors, "--rounds", "5") for _ in range(3)]
        for report in reports:
            for name in ("open_us", "event_us"):
                for clock, value in report.pop(name).items():
                    report[f"{name}_{clock}"] = value
        median("cost of a session " + ("in its site's table" if actors == "0" else "with an actor each"), reports)


def replay(rounds: int) -> None:
    median("log to tables alone", [generate("replay", "--seed", str(seed)) for seed in range(rounds)])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="max,half,single,recovery,sessions,replay")
    options = parser.parse_args()
    only = options.only.split(",")
    rates = maximum(options.rounds) if "max" in only or "half" in only else {}
    if "half" in only:
        half(options.rounds, rates)
    if "single" in only:
        single(options.rounds)
    if "recovery" in only:
        recovery(options.rounds)
    if "replay" in only:
        replay(options.rounds)
    if "sessions" in only:
        sessions()


if __name__ == "__main__":
    main()
