"""Signing in and listing sites with 50 clients, 10,000 sites in 200 organisations, SQLite.

    FOOTFALL_BIN=… python benches/scripts/accounts.py

The control plane is filled beforehand, in the database itself: 10,000 calls would measure the making of sites. Times are the clients', the server is on
the same machine; that of a password hash is told beside, since signing in is one hash and little else.
"""
from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import sqlite3
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

PASSWORD = "brine lantern otter 41"


def fill(database: Path, organisations: int, sites: int) -> None:
    """Organisations and sites like the one that is there."""
    with sqlite3.connect(database) as db:
        row = db.execute("SELECT organisation_id, settings_version, import_key, created_at FROM sites LIMIT 1").fetchone()
        settings = db.execute("SELECT settings FROM site_settings LIMIT 1").fetchone()[0]
        owner = db.execute("SELECT user_id FROM memberships WHERE role = 'owner'").fetchone()[0]
        columns = [column[1] for column in db.execute("PRAGMA table_info(organisations)")]
        default = db.execute(f"SELECT {', '.join(columns)} FROM organisations WHERE id = 'default'").fetchone()
        members = [column[1] for column in db.execute("PRAGMA table_info(memberships)")]
        member = dict(zip(members, db.execute(f"SELECT {', '.join(members)} FROM memberships WHERE role = 'owner'").fetchone()))
        for number in range(organisations):
            values = {**dict(zip(columns, default)), "id": f"org{number}", "name": f"Organization {number}"}
            db.execute(f"INSERT INTO organisations ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", list(values.values()))
            # Each client owns an organisation; those that are left belong to the first one.
            user = db.execute("SELECT id FROM users WHERE email = ?", (f"user{number}@example.com",)).fetchone()
            joined = {**member, "organisation_id": f"org{number}", "user_id": user[0] if user else owner}
            db.execute(f"INSERT INTO memberships ({', '.join(members)}) VALUES ({', '.join('?' * len(members))})", list(joined.values()))
        for number in range(sites):
            db.execute("INSERT INTO sites (id, organisation_id, name, settings_version, import_key, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                       (f"s{number}", f"org{number % organisations}", f"Site {number}", 1, row[2], row[3]))
            db.execute("INSERT INTO site_settings (site_id, version, settings, created_at) VALUES (?, 1, ?, ?)", (f"s{number}", settings, row[3]))


class Client:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, query: str, token: str | None = None) -> tuple[float, Any]:
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        started = time.perf_counter()
        self.connection.request("POST", "/graphql", json.dumps({"query": query}), headers)
        answer = json.loads(self.connection.getresponse().read())
        return (time.perf_counter() - started) * 1000, answer


def percentiles(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {name: round(ordered[min(int(len(ordered) * part), len(ordered) - 1)], 2) for name, part in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--pause-ms", type=float, default=100, help="between a client's requests: a client in Python that never pauses measures itself")
    parser.add_argument("--lists", type=int, default=40, help="site lists of each client")
    options = parser.parse_args()
    program = os.environ["FOOTFALL_BIN"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Attempts are counted by account, so that each client has his own.
    email = lambda number: f"user{number}@example.com"
    login = lambda number: f'mutation {{ login(email: "{email(number)}", password: "{PASSWORD}") {{ accessToken }} }}'
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        run = lambda *arguments: subprocess.run([program, "--data", str(data), *arguments], check=True, capture_output=True, text=True).stdout
        run("site", "create", "--name", "first", "--domain", "example.com")
        for number in range(options.clients):
            run("user", "create", "--email", email(number), "--password", PASSWORD, "--role", "admin" if number else "owner")
        fill(data / "footfall.db", 200, 10_000)
        server = subprocess.Popen([program, "--data", str(data), "serve", "--listen", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            probe = Client(port)
            while True:
                try:
                    probe.ask("{ installation { needsSetUp } }")
                    break
                except OSError:
                    time.sleep(0.1)
                    probe = Client(port)
            alone = [Client(port).ask(login(0)) for _ in range(5)]
            tokens = {0: alone[0][1]["data"]["login"]["accessToken"]}
            query = "{ sites(first: 50) { totalCount edges { node { id name status installed lastEventAt } } } }"
            most = [probe.ask(query, tokens[0]) for _ in range(20)]
            lists: list[float] = []
            logins: list[float] = []
            start = threading.Barrier(options.clients)

            def work(number: int) -> None:
                client = Client(port)
                start.wait()
                taken, answer = client.ask(login(number))
                logins.append(taken)
                start.wait()
                for _ in range(options.lists):
                    time.sleep(options.pause_ms / 1000)
                    taken, listed = client.ask(query, answer["data"]["login"]["accessToken"])
                    assert listed["data"]["sites"]["totalCount"] >= 50, listed
                    lists.append(taken)

            threads = [threading.Thread(target=work, args=(number,)) for number in range(options.clients)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            print(json.dumps({"sites": 10_001, "most_sites_of_one": most[0][1]["data"]["sites"]["totalCount"], "his_list_ms": round(statistics.median(taken for taken, _ in most), 2), "clients": options.clients, "login_alone_ms": round(statistics.median(taken for taken, _ in alone), 1),
                              "login_ms": percentiles(logins), "site_list_ms": percentiles(lists)}))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
