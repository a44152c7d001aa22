"""Signing in from outside: the set-up link, cookies, mails by SMTP, an identity provider, the command line, the change of keys.

    FOOTFALL_BIN=… python sign_in.py
"""
from __future__ import annotations

import base64
import hashlib
import http.client
import http.server
import json
import re
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from email import message_from_string, policy
from pathlib import Path
from typing import Any

from footfall import Footfall, Results, binary

PASSWORD = "brine lantern otter 41"


def unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Mailbox(socketserver.ThreadingTCPServer):
    """As much of a mail server as takes mails in."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.mails: list[str] = []
        super().__init__(("127.0.0.1", 0), MailSession)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def wait_for(self, subject: str) -> Any:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for text in self.mails:
                mail = message_from_string(text, policy=policy.default)
                if subject in str(mail["subject"]):
                    return mail
            time.sleep(0.05)
        return None


class MailSession(socketserver.StreamRequestHandler):
    server: Mailbox

    def handle(self) -> None:
        say = lambda text: self.wfile.write(f"{text}\r\n".encode())
        say("220 test")
        while line := self.rfile.readline():
            word = line.strip().upper()[:4]
            if word == b"EHLO":
                say("250 test")
            elif word == b"DATA":
                say("354 go on")
                text = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    text += part
                self.server.mails.append(text.decode())
                say("250 taken")
            elif word == b"QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")


class Provider(http.server.ThreadingHTTPServer):
    """An identity provider that lets everybody in whom `who` says. What it signs can be made wrong by `changes`."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), ProviderRequest)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = folder / "provider.pem"
        subprocess.run(["openssl", "genrsa", "-out", self.key, "2048"], check=True, capture_output=True)
        modulus = subprocess.run(["openssl", "rsa", "-in", self.key, "-noout", "-modulus"], check=True, capture_output=True, text=True)
        self.modulus = bytes.fromhex(modulus.stdout.strip().split("=")[1])
        self.who: dict[str, Any] = {}
        self.changes: dict[str, Any] = {}
        self.asked: dict[str, str] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "footfall", "iat": now, "exp": now + 300, "nonce": self.asked["nonce"], **self.who, **self.changes}
        head = unpadded(json.dumps({"alg": "RS256", "kid": "one", "typ": "JWT"}).encode())
        signed = f"{head}.{unpadded(json.dumps(claims).encode())}"
        made = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.key], input=signed.encode(), check=True, capture_output=True)
        return f"{signed}.{unpadded(made.stdout)}"


class ProviderRequest(http.server.BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_: Any) -> None:
        pass

    def answer(self, body: Any, status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        issuer = self.server.issuer
        if self.path == "/.well-known/openid-configuration":
            self.answer({"issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
                         "jwks_uri": f"{issuer}/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                         "id_token_signing_alg_values_supported": ["RS256"]})
        elif self.path == "/keys":
            self.answer({"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one", "n": unpadded(self.server.modulus),
                                   "e": unpadded(b"\x01\x00\x01")}]})
        else:
            self.answer({}, 404)

    def do_POST(self) -> None:
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers["content-length"])).decode()))
        challenge = unpadded(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if form.get("code") != "good" or challenge != self.server.asked.get("code_challenge"):
            self.answer({"error": "invalid_grant"}, 400)
        else:
            self.answer({"access_token": "a", "token_type": "Bearer", "id_token": self.server.id_token()})


class Page:
    """A browser without a window: keeps cookies and follows nothing by itself."""

    def __init__(self, footfall: Footfall) -> None:
        self.port = footfall.port
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, str | None, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = dict(headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                pair = value.split(";")[0].split("=", 1)
                self.cookies[pair[0]] = pair[1]
                if "Max-Age=0" in value:
                    del self.cookies[pair[0]]
        return answer.status, answer.getheader("location"), answer.read()

    def ask(self, query: str, variables: dict[str, Any] | None = None, token: str | None = None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "X-Footfall": "1"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = json.dumps({"query": query, "variables": variables or {}}).encode()
        return dict(json.loads(self.send("POST", "/graphql", body, headers)[2]))

    def login(self, email: str, password: str) -> dict[str, Any]:
        query = "mutation($e: String!, $p: String!) { login(email: $e, password: $p) { accessToken refreshToken user { email } } }"
        return self.ask(query, {"e": email, "p": password})


def code(answer: dict[str, Any]) -> str | None:
    return answer["errors"][0]["extensions"]["code"] if answer.get("errors") else None


def set_up(footfall: Footfall, results: Results) -> None:
    printed = footfall.log.read_text(errors="replace")
    token = re.search(r"/set-up#token=(\S+)", printed)
    if not results.that("a set-up link is printed", token is not None, printed[-300:]) or token is None:
        return
    page = Page(footfall)
    query = "mutation($t: String!, $i: SignUpInput!) { setUp(token: $t, input: $i) { accessToken refreshToken user { superAdmin } } }"
    person = {"email": "ada@example.com", "password": PASSWORD, "name": "Ada"}
    made = page.ask(query, {"t": token[1], "i": person})
    results.check("set-up signs the first one in", made.get("data", {}).get("setUp", {}).get("user"), {"superAdmin": True})
    results.check("its refresh token is a cookie", (made["data"]["setUp"]["refreshToken"], "footfall_refresh" in page.cookies), (None, True))
    again = page.ask(query, {"t": token[1], "i": {**person, "email": "eve@example.com"}})
    results.check("the link is good once", code(again), "UNAUTHENTICATED")
    refreshed = page.ask("mutation { refresh { accessToken } }")
    access = refreshed["data"]["refresh"]["accessToken"]
    results.check("the cookie signs in", page.ask("{ me { email } }", token=access).get("data"), {"me": {"email": "ada@example.com"}})
    page.ask("mutation { logout }", token=access)
    results.check("logging out takes it away", (page.cookies, code(page.ask("{ me { email } }", token=access))), ({}, "UNAUTHENTICATED"))


def mails(footfall: Footfall, mailbox: Mailbox, results: Results) -> None:
    page = Page(footfall)
    page.ask('mutation { requestPasswordReset(email: "ada@example.com") }')
    mail = mailbox.wait_for("Choose a new password")
    if not results.that("a mail comes", mail is not None) or mail is None:
        return
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    found = re.search(r"reset-password#token=([\w-]+)", text)
    results.that("it holds the link as text and as HTML", found is not None and found[1] in html, text)
    results.check("to whom, from whom", (mail["to"], mail["from"]), ("ada@example.com", "Stats <stats@example.com>"))
    if found is None:
        return
    reset = "mutation($t: String!, $p: String!) { resetPassword(token: $t, password: $p) }"
    results.check("it sets a password", page.ask(reset, {"t": found[1], "p": "quarry violin pepper"}).get("data"), {"resetPassword": True})
    results.check("the new one signs in", code(page.login("ada@example.com", "quarry violin pepper")), None)
    results.check("the old one does not", code(page.login("ada@example.com", PASSWORD)), "UNAUTHENTICATED")
    page.ask('mutation { requestPasswordReset(email: "nobody@example.com") }')
    time.sleep(0.5)
    results.that("nobody else is written to", all("nobody@" not in mail for mail in mailbox.mails))


def by_provider(footfall: Footfall, provider: Provider, results: Results, who: dict[str, Any], answer: str = "good",
                state: str | None = None, **changes: Any) -> Page:
    """Signs in at the provider's; the page afterwards."""
    page = Page(footfall)
    provider.who, provider.changes = who, changes
    status, to, _ = page.send("GET", "/auth/oidc")
    asked = urllib.parse.urlsplit(to or "")
    provider.asked = dict(urllib.parse.parse_qsl(asked.query))
    if not asked.path.endswith("/authorize") or provider.asked.get("code_challenge_method") != "S256":
        results.fail("sign-in begins at the provider's", (status, to), "a redirect with PKCE")
    back = urllib.parse.urlencode({"code": answer, "state": state or provider.asked.get("state", "")})
    page.send("GET", f"/auth/oidc/callback?{back}")
    return page


def provider_cases(footfall: Footfall, provider: Provider, results: Results) -> None:
    ada = {"sub": "1", "email": "ada@example.com", "email_verified": True, "name": "Ada"}

    def email(page: Page) -> str | None:
        answer = page.ask("mutation { refresh { user { email } } }")
        return None if answer.get("errors") else answer["data"]["refresh"]["user"]["email"]

    results.check("a verified address leads to its account", email(by_provider(footfall, provider, results, ada)), "ada@example.com")
    results.check("from then on the subject does", email(by_provider(footfall, provider, results, {"sub": "1"})), "ada@example.com")
    refused: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("an unverified address", {**ada, "sub": "2", "email_verified": False}, {}),
        ("somebody without an account", {**ada, "sub": "3", "email": "eve@example.com"}, {}),
        ("another nonce", ada, {"nonce": "other"}),
        ("another audience", ada, {"aud": "other"}),
        ("another issuer", ada, {"iss": "http://127.0.0.1:1"}),
        ("a token that is over", ada, {"exp": int(time.time()) - 600}),
        ("another state", ada, {"state": "other"}),
        ("another code", ada, {"answer": "bad"}),
    ]
    for what, who, how in refused:
        results.check(f"{what} is refused", email(by_provider(footfall, provider, results, who, **how)), None)
    page = Page(footfall)
    page.send("GET", f"/auth/oidc/callback?code=good&state={provider.asked['state']}")
    results.check("an answer that no browser asked for is refused", email(page), None)


def command_line(footfall: Footfall, results: Results) -> None:
    footfall.command("user", "create", "--email", "bob@example.com", "--password", "longenough", "--role", "viewer")
    page = Page(footfall)
    time.sleep(1)
    results.check("a user of the command line signs in", code(page.login("bob@example.com", "longenough")), None)
    footfall.command("user", "set-password", "--email", "bob@example.com", "--password", "another one")
    time.sleep(1)
    results.check("his cookie has ended", code(page.ask("mutation { refresh { accessToken } }")), "UNAUTHENTICATED")
    results.check("with the new password", code(page.login("bob@example.com", "another one")), None)
    users = json.loads(footfall.command("user", "list", "--json"))["users"]
    results.check("users are listed", [user["email"] for user in users], ["ada@example.com", "bob@example.com"])


def keys_change(footfall: Footfall, results: Results) -> None:
    page = Page(footfall)
    page.login("bob@example.com", "another one")
    results.check("the server stops", footfall.stop(), 0)
    key = footfall.data / "secret.key"
    before = key.read_text()
    footfall.command("secrets", "rotate")
    after = key.read_text()
    results.check("one key, another one", (len(after.splitlines()), after != before), (1, True))
    results.check("its owner's alone", key.stat().st_mode & 0o777, 0o600)
    footfall.start()
    results.check("who was in stays in", code(page.ask("mutation { refresh { accessToken } }")), None)


def main() -> int:
    results = Results()
    with tempfile.TemporaryDirectory() as folder, Footfall(binary(sys.argv[1] if len(sys.argv) > 1 else None)) as footfall:
        mailbox, provider = Mailbox(), Provider(Path(folder))
        footfall.start("--smtp", f"smtp://127.0.0.1:{mailbox.server_address[1]}", "--mail-from", "Stats <stats@example.com>",
                       "--oidc-issuer", provider.issuer, "--oidc-client-id", "footfall", "--oidc-client-secret", "s")
        set_up(footfall, results)
        mails(footfall, mailbox, results)
        provider_cases(footfall, provider, results)
        command_line(footfall, results)
        keys_change(footfall, results)
    return results.close()


if __name__ == "__main__":
    sys.exit(main())
