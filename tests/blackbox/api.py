"""The REST façade, exports and a site's settings from outside.

    FOOTFALL_BIN=… python api.py
"""
from __future__ import annotations

import csv
import gzip
import http.server
import io
import json
import re
import sys
import threading
import time
import urllib.parse
import uuid
from typing import Any

import pyarrow.parquet

from footfall import Footfall, Reply, Results, binary

PAGES = ["/", "/pricing", "/docs", "=cmd()"]
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"


class Api:
    """Requests to the façade under one key or token."""

    def __init__(self, footfall: Footfall, bearer: str | None) -> None:
        self.footfall = footfall
        self.headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}

    def get(self, path: str, **arguments: Any) -> Reply:
        query = urllib.parse.urlencode(arguments)
        return self.footfall.request("GET", f"{path}?{query}" if query else path, headers=self.headers)

    def send(self, method: str, path: str, body: Any = None) -> Reply:
        data = None if body is None else json.dumps(body).encode()
        return self.footfall.request(method, path, data, {**self.headers, "Content-Type": "application/json"})


def events_of(site: str, visitors: int) -> list[dict[str, Any]]:
    """Batches of a page view or two of each visitor, with custom properties and items."""
    batches = []
    for number in range(visitors):
        names = [PAGES[number % len(PAGES)], PAGES[(number * 7 + 1) % len(PAGES)]][: 1 + number % 2]
        events: list[dict[str, Any]] = [{"id": str(uuid.UUID(int=number * 10 + at, version=4)), "name": "page_view",
                                         "properties": {"url": f"https://example.com{page if page.startswith('/') else '/' + page}", "title": page, "plan": "pro"}}
                                        for at, page in enumerate(names)]
        if number % 5 == 0:
            events.append({"name": "purchase", "properties": {"transaction_id": f"t{number}", "value": 10, "currency": "USD",
                                                              "items": [{"item_id": "a", "price": 10}]}})
        batches.append({"site_id": site, "visitor": {"id": str(uuid.UUID(int=number + 1, version=4))},
                        "context": {"consent": "granted", "ip": "203.0.113.9", "user_agent": AGENT}, "events": events})
    return batches


def wait_for(results: Results, what: str, holds: Any, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            results.that(what, True)
            return
        time.sleep(0.02)
    results.that(what, False)


def sites(admin: Api, reader: Api, nobody: Api, results: Results) -> str:
    made = admin.send("POST", "/api/v1/sites", {"name": "Shop", "domains": ["https://Example.com/x"], "timezone": "Europe/Berlin"})
    results.check("a site is made", made.status, 201)
    site = made.json()
    results.check("its domain is a host", site["domains"], ["example.com"])
    path = f"/api/v1/sites/{site['id']}"
    results.check("it is read", admin.get(path).json()["name"], "Shop")
    results.check("it is listed", [edge["node"]["id"] for edge in reader.get("/api/v1/sites", search="sho").json()["edges"]], [site["id"]])
    results.check("it is changed", admin.send("PATCH", path, {"name": "Store", "settings": {"sessionTimeoutSec": 600}}).json()["settings"]["sessionTimeoutSec"], 600)
    results.that("its snippet is told", f"/s/{site['id']}.js" in reader.get(f"{path}/snippet").json())
    results.check("who reads changes nothing", reader.send("PATCH", path, {"name": "X"}).code, "forbidden")
    results.check("nobody reads nothing", (nobody.get(path).status, nobody.get(path).code), (401, "unauthenticated"))
    results.check("what is not there is not there", reader.get("/api/v1/sites/nowhere").status, 404)
    wrong = admin.send("PATCH", path, {"timezone": "Mars/Olympus"})
    results.check("what is wrong is said", (wrong.status, wrong.code, wrong.json()["error"]["field"]), (400, "bad_input", "timezone"))
    results.check("what is unknown too", admin.send("PATCH", path, {"nonsense": 1}).status, 400)
    other = admin.send("POST", "/api/v1/sites", {"name": "Gone", "domains": ["gone.example"]}).json()["id"]
    results.check("a site is deleted", admin.send("DELETE", f"/api/v1/sites/{other}").json(), True)
    results.check("and hidden at once", admin.get(f"/api/v1/sites/{other}").status, 404)
    return str(site["id"])


def settings(footfall: Footfall, admin_key: str, site: str, results: Results) -> None:
    ask = """mutation($id: ID!, $input: UpdateSiteInput!) { updateSite(id: $id, input: $input) { icon settings {
        retentionDays weekStart lookupPrecision leads { form leadType leadValue }
        tracking { eventsOff modules excludedNetworks excludedPaths hashPaths urlProperties { from property } } } } }"""

    def change(given: dict[str, Any]) -> dict[str, Any]:
        return footfall.graphql(ask, {"id": site, "input": given}, admin_key)

    first = change({"icon": "data:image/png;base64,AAAA", "settings": {
        "retentionDays": 90, "weekStart": "SUNDAY", "lookupPrecision": "COUNTRY", "leads": [{"form": "contact", "leadType": "demo", "leadValue": 40}],
        "tracking": {"modules": ["vitals"], "excludedNetworks": ["198.51.100.0/24"], "urlProperties": [{"from": "ref_id", "property": "partner"}]}}})
    answer = first["data"]["updateSite"]
    results.check("settings are kept", answer["settings"], {
        "retentionDays": 90, "weekStart": "SUNDAY", "lookupPrecision": "COUNTRY", "leads": [{"form": "contact", "leadType": "demo", "leadValue": 40}],
        "tracking": {"eventsOff": [], "modules": ["vitals"], "excludedNetworks": ["198.51.100.0/24"], "excludedPaths": [], "hashPaths": False,
                     "urlProperties": [{"from": "ref_id", "property": "partner"}]}})
    results.check("and the icon", answer["icon"], "data:image/png;base64,AAAA")
    second = change({"icon": "", "settings": {"retentionDays": None, "tracking": {"excludedPaths": ["/admin/*"]}}})["data"]["updateSite"]
    results.check("null keeps rows for ever", second["settings"]["retentionDays"], None)
    results.check("what is not given stays", second["settings"]["tracking"]["modules"], ["vitals"])
    results.check("an empty icon is none", second["icon"], None)
    script = footfall.get(f"/s/{site}.js").text
    results.that("the script has its settings", "ref_id" in script and "/admin/*" in script)
    for field, given in [("excludedNetworks", ["300.1.1.1/8"]), ("excludedCountries", ["Germany"]), ("modules", ["nonsense"]), ("aliases", ["a-b"]), ("eventsOff", [""])]:
        refused = change({"settings": {"tracking": {field: given}}})
        results.check(f"{field} is checked", refused["errors"][0]["extensions"].get("field"), f"settings.tracking.{field}")
    started = footfall.graphql("mutation($id: ID!) { startInstallCheck(siteId: $id) { token url answeredAt } }", {"id": site}, admin_key)["data"]["startInstallCheck"]
    results.that("a check opens the site's page", started["url"].startswith("https://example.com/?footfall_verify="))
    body = {"site_id": site, "events": [{"name": "install_check", "properties": {"token": started["token"], "first_party": False}}],
            "context": {"consent": "granted", "script_version": "1.0.0"}}
    results.check("the page answers", footfall.collect(body, headers={"Origin": "https://example.com", "User-Agent": AGENT}).status, 202)
    answered = footfall.graphql("query($id: ID!, $token: String!) { installCheck(siteId: $id, token: $token) { answeredAt scriptVersion firstParty } }",
                                {"id": site, "token": started["token"]}, admin_key)["data"]["installCheck"]
    results.check("the check is answered", (answered["scriptVersion"], answered["firstParty"], answered["answeredAt"] is not None), ("1.0.0", False, True))
    own = change({"settings": {"tracking": {"scriptPath": "/js/app.js", "endpointPath": "/js/e"}}})
    results.that("script and collector have paths of their own", "errors" not in own, str(own))
    renamed = footfall.get("/js/app.js")
    results.that("the script is there", renamed.status == 200 and '"../js/e"' in renamed.text, renamed.text[:200])
    sent = footfall.request("POST", "/js/e", json.dumps(body).encode(), {"Origin": "https://example.com", "User-Agent": AGENT, "Content-Type": "text/plain"})
    results.check("and so is the collector", (sent.status, footfall.request("POST", "/js/f", b"{}").status), (202, 404))
    for path in ["/api/x", "js/app.js", "/a/../b", "/"]:
        refused = change({"settings": {"tracking": {"scriptPath": path}}})
        results.check(f"{path} is none", refused["errors"][0]["extensions"].get("field"), "settings.tracking.scriptPath")
    change({"settings": {"tracking": {"scriptPath": None, "endpointPath": None}}})
    results.that("until they are taken away", "<html" in footfall.get("/js/app.js").text.lower() or footfall.get("/js/app.js").status != 200)
    change({"settings": {"lookupPrecision": "CITY", "tracking": {"excludedPaths": [], "excludedNetworks": []}}})


def questions(footfall: Footfall, site: str, read_key: str, api: Api, results: Results) -> None:
    asked = {"siteIds": site, "preset": "TODAY", "metrics": "VISITORS,PAGEVIEWS", "dimensions": "PAGE",
             "filters": json.dumps([{"dimension": "PAGE", "op": "IS_NOT", "values": ["/docs"]}])}
    by_rest = api.get("/api/v1/stats", **asked).json()
    question = {"siteIds": [site], "range": {"preset": "TODAY"}, "metrics": ["VISITORS", "PAGEVIEWS"], "dimensions": ["PAGE"],
                "filters": [{"dimension": "PAGE", "op": "IS_NOT", "values": ["/docs"]}]}
    by_graphql = footfall.graphql("query($q: StatsInput!) { stats(input: $q) { rows { dimensions metrics } rowCount } }", {"q": question}, read_key)["data"]["stats"]
    rows = [{"dimensions": row["dimensions"], "metrics": row["metrics"]} for row in by_rest["rows"]]
    results.check("stats are GraphQL's", (rows, by_rest["rowCount"]), (by_graphql["rows"], by_graphql["rowCount"]))
    results.that("and some", len(rows) >= 3, str(rows))
    results.check("in a body too", api.send("POST", "/api/v1/stats", question).json()["rowCount"], by_rest["rowCount"])
    alone = {name: value for name, value in asked.items() if name != "siteIds"}
    results.check("and of a site's own path", api.get(f"/api/v1/sites/{site}/stats", **alone).json()["rowCount"], by_rest["rowCount"])
    refused = api.get("/api/v1/stats", **{**asked, "metrics": "BOUNCE_RATE", "dimensions": "EVENT"})
    results.check("what has no meaning", (refused.status, refused.code), (422, "unsupported_combination"))
    results.check("what is no number", api.get("/api/v1/stats", **asked, limit="many").code, "bad_input")
    results.check("another's site", api.get("/api/v1/stats", **{**asked, "siteIds": "nowhere"}).status, 404)
    overview = api.get("/api/v1/overview", preset="TODAY").json()
    results.check("an overview has the site first", overview["sites"][0]["siteId"], site)
    results.check("realtime", api.get("/api/v1/realtime", siteIds=site).json()["activeSites"], 1)
    results.that("values", "/pricing" in [value["key"] for value in api.get("/api/v1/values", siteIds=site, dimension="PAGE", preset="TODAY").json()])
    results.that("definitions", any(metric["name"] == "VISITORS" for metric in api.get("/api/v1/definitions").json()["metrics"]))
    results.check("monitoring", api.get("/api/v1/monitoring").json()["sites"][0]["siteId"], site)
    seen: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = api.get("/api/v1/events", siteIds=site, first=7, **after).json()
        seen += [edge["node"]["id"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = {"after": page["pageInfo"]["endCursor"]}
    count = api.get("/api/v1/stats", siteIds=site, preset="TODAY", metrics="EVENTS", includeBots="true").json()["totals"]["metrics"][0]
    results.check("pages of events hold each once", (len(seen), len(set(seen))), (count, count))
    event = api.get("/api/v1/events", siteIds=site, first=1).json()["edges"][0]["node"]
    detail = footfall.graphql("query($s: ID!, $i: ID!, $t: DateTime!) { event(siteId: $s, id: $i, timestamp: $t) { event { id } columns address } }",
                              {"s": site, "i": event["id"], "t": event["timestamp"]}, read_key)["data"]["event"]
    results.check("an event is looked at", (detail["event"]["id"], detail["columns"]["event_id"], detail["address"]), (event["id"], event["id"], None))


def exports(site: str, api: Api, results: Results) -> None:
    stats = {"siteIds": [site], "range": {"preset": "TODAY"}, "metrics": ["PAGEVIEWS", "VISITORS"], "dimensions": ["TITLE"], "compare": "PREVIOUS_PERIOD"}
    answer = api.send("POST", "/api/v1/stats", stats).json()
    expected = {row["dimensions"][0]: row["metrics"] for row in answer["rows"]}
    text = api.send("POST", "/api/v1/export", {"format": "csv", "stats": stats})
    rows = list(csv.DictReader(io.StringIO(text.text)))
    results.check("CSV columns", list(rows[0]), ["title", "pageviews", "pageviews_comparison", "pageviews_change", "visitors", "visitors_comparison", "visitors_change"])
    found = {row["title"].removeprefix("'") or None: [float(row["pageviews"]), float(row["visitors"])] for row in rows}
    results.check("CSV rows", found, expected)
    results.that("no cell is a formula", not any(row["title"].startswith("=") for row in rows) and "'=cmd()" in text.text)
    packed = api.footfall.request("POST", "/api/v1/export", json.dumps({"format": "json", "stats": stats}).encode(),
                                  {**api.headers, "Content-Type": "application/json", "Accept-Encoding": "gzip"}, raw=True)
    results.check("compressed as browsers ask for it", len(json.loads(gzip.decompress(packed.raw))), len(expected))
    results.that("it is a file", "attachment" in text.headers.get("content-disposition", ""))
    told = api.send("POST", "/api/v1/export", {"format": "json", "stats": stats}).json()
    results.check("JSON rows", {row["title"]: [row["pageviews"], row["visitors"]] for row in told}, expected)
    raw = {"siteIds": [site], "range": {"preset": "TODAY"}, "filters": [{"dimension": "EVENT", "op": "IS", "values": ["purchase"]}]}
    events = api.send("POST", "/api/v1/export", {"format": "json", "events": raw}).json()
    results.check("raw events by a filter", ({event["event_name"] for event in events}, events[0]["items"][0]["item_id"]), ({"purchase"}, "a"))
    results.that("without addresses", "ip_address" not in events[0])
    text = api.send("POST", "/api/v1/export", {"format": "csv", "events": {**raw, "filters": None}})
    rows = list(csv.DictReader(io.StringIO(text.text)))
    count = api.get("/api/v1/stats", siteIds=site, preset="TODAY", metrics="EVENTS").json()["totals"]["metrics"][0]
    results.check("raw events as CSV", len(rows), count)
    results.that("lists as JSON", any(json.loads(row["items"])[0]["item_id"] == "a" for row in rows if row["items"]))
    results.check("a file of nothing has its head", api.send("POST", "/api/v1/export", {"format": "csv", "stats": {**stats, "range": {"from": "2001-01-01", "to": "2001-01-02"}}}).text.count("\n"), 1)
    for body in [{"format": "xml", "stats": stats}, {"format": "csv"}, {"format": "csv", "stats": {**stats, "nonsense": 1}}]:
        results.check(f"refused: {json.dumps(body)[:40]}", api.send("POST", "/api/v1/export", body).status, 400)
    results.check("another's site", api.send("POST", "/api/v1/export", {"format": "csv", "events": {**raw, "siteIds": ["nowhere"]}}).status, 404)


def files_of_pages(footfall: Footfall, results: Results) -> None:
    """The web UI's files come compressed to who takes them so, and not again to who has them."""
    entry = re.findall(r'src="(/assets/[^"]+[.]js)"', footfall.get("/").text)
    results.that("the page names its script", len(entry) == 1)
    plain = footfall.request("GET", entry[0], headers={"Accept-Encoding": "identity"}, raw=True)

    def asked(encoding: str) -> Reply:
        return footfall.request("GET", entry[0], headers={"Accept-Encoding": encoding}, raw=True)

    brotli, gzipped, refused = asked("gzip, br"), asked("gzip"), asked("br;q=0")
    results.check("brotli", (brotli.headers.get("content-encoding"), len(brotli.raw) < len(plain.raw) / 3), ("br", True))
    results.check("gzip", (gzipped.headers.get("content-encoding"), gzip.decompress(gzipped.raw) == plain.raw), ("gzip", True))
    results.check("no brotli", (refused.headers.get("content-encoding"), refused.raw == plain.raw), (None, True))
    for path in [entry[0], "/theme.js"]:
        etag = footfall.get(path).headers["etag"]
        results.check(f"{path} is known", footfall.request("GET", path, headers={"If-None-Match": etag}).status, 304)


def parquet(footfall: Footfall, site: str, key: str, count: float, results: Results) -> None:
    import urllib.request
    body = json.dumps({"format": "parquet", "events": {"siteIds": [site], "range": {"preset": "TODAY"}}}).encode()
    request = urllib.request.Request(f"{footfall.url}/api/v1/export", data=body, headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        table = pyarrow.parquet.read_table(io.BytesIO(answer.read()))
    results.check("raw events as Parquet", table.num_rows, count)
    results.that("with the table's columns", {"event_id", "page_path", "items"} <= set(table.column_names))


def people(footfall: Footfall, nobody: Api, results: Results) -> None:
    footfall.command("user", "create", "--email", "owner@example.com", "--password", "brine lantern otter 41", "--role", "owner")
    wait_for(results, "a new user signs in", lambda: nobody.send("POST", "/api/auth/login", {"email": "owner@example.com", "password": "brine lantern otter 41"}).status == 200)
    tokens = nobody.send("POST", "/api/auth/login", {"email": "owner@example.com", "password": "brine lantern otter 41"}).json()
    results.check("a wrong password", nobody.send("POST", "/api/auth/login", {"email": "owner@example.com", "password": "wrong"}).status, 401)
    me = Api(footfall, tokens["accessToken"])
    results.check("who I am", me.get("/api/auth/me").json()["email"], "owner@example.com")
    again = nobody.send("POST", "/api/auth/refresh", {"token": tokens["refreshToken"]})
    results.that("new tokens", again.status == 200 and again.json()["refreshToken"] != tokens["refreshToken"])
    organisation = me.get("/api/auth/me").json()["memberships"][0]["organizationId"]
    made = footfall.graphql("mutation($o: ID!) { createApiKey(input: {organizationId: $o, name: \"few\", scope: READ, requestsPerMinuteMax: 3}) { secret } }",
                            {"o": organisation}, tokens["accessToken"])["data"]["createApiKey"]["secret"]
    few = Api(footfall, made)
    told = [few.get("/api/v1/sites") for _ in range(4)]
    header = [(reply.status, reply.headers.get("x-ratelimit-limit"), reply.headers.get("x-ratelimit-remaining")) for reply in told[:3]]
    results.check("what is left is told", header, [(200, "3", "2"), (200, "3", "1"), (200, "3", "0")])
    results.that("then it is too often", told[3].status == 429 and int(told[3].headers.get("retry-after", 0)) >= 1, str(told[3]))
    results.check("signed out", Api(footfall, again.json()["accessToken"]).send("POST", "/api/auth/logout", {}).json(), True)


class Telemetry(http.server.ThreadingHTTPServer):
    """Takes what is exported by OTLP."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        super().__init__(("127.0.0.1", 0), TelemetryRequest)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class TelemetryRequest(http.server.BaseHTTPRequestHandler):
    server: Telemetry

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.bodies[self.path] = self.server.bodies.get(self.path, b"") + body
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


def document(nobody: Api, results: Results) -> None:
    described = nobody.get("/api/v1/openapi.json").json()
    schemas = described["components"]["schemas"]

    def references(value: Any) -> set[str]:
        if isinstance(value, dict):
            own = {value["$ref"].rsplit("/", 1)[-1]} if "$ref" in value else set()
            return own.union(*map(references, value.values()))
        if isinstance(value, list):
            return set().union(*map(references, value))
        return set()

    results.check("every reference is there", references(described) - set(schemas), set())
    results.check("a version of OpenAPI", described["openapi"].split(".")[0], "3")
    for path, item in described["paths"].items():
        for method in item:
            if method in {"get", "post", "patch", "delete"}:
                reply = nobody.send(method.upper(), path.replace("{id}", "x"), {} if method in {"post", "patch"} else None)
                results.that(f"{method} {path} is there", reply.code not in {"not_found", "method_not_allowed", "internal"}, f"{reply.status} {reply.text[:100]}")


def main() -> int:
    results = Results()
    with Footfall(binary(sys.argv[1] if len(sys.argv) > 1 else None)) as footfall:
        telemetry = Telemetry()
        footfall.start(environment={"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{telemetry.server_port}", "OTEL_METRIC_EXPORT_INTERVAL": "500"})
        admin_key, read_key, write_key = (footfall.create_key(scope) for scope in ("admin", "read", "write"))
        admin, reader, writer, nobody = (Api(footfall, key) for key in (admin_key, read_key, write_key, None))
        wait_for(results, "keys are known", lambda: reader.get("/api/v1/sites").status == 200)
        site = sites(admin, reader, nobody, results)
        settings(footfall, admin_key, site, results)
        for batch in events_of(site, 40):
            reply = writer.send("POST", "/api/v1/events", batch)
            if reply.status != 202:
                results.check("events are taken", reply.text, 202)
        results.check("without a key they are not", nobody.send("POST", "/api/v1/events", events_of(site, 1)[0]).code, "unauthorized")
        wait_for(results, "they are counted", lambda: reader.get("/api/v1/stats", siteIds=site, preset="TODAY", metrics="VISITORS").json()["totals"]["metrics"] == [40.0])
        questions(footfall, site, read_key, reader, results)
        exports(site, reader, results)
        files_of_pages(footfall, results)
        count = reader.get("/api/v1/stats", siteIds=site, preset="TODAY", metrics="EVENTS").json()["totals"]["metrics"][0]
        parquet(footfall, site, read_key, count, results)
        people(footfall, nobody, results)
        document(nobody, results)
        for metric in [b"footfall_events_received_total", b"footfall_open_sessions", b"footfall_query_seconds"]:
            wait_for(results, f"{metric.decode()} by OTLP", lambda metric=metric: metric in telemetry.bodies.get("/v1/metrics", b""))
    return results.close()


if __name__ == "__main__":
    sys.exit(main())
