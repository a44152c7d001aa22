"""Collect bodies read as the documents say: aliases, derived page parts, campaign parameters, consent.

Times are microseconds since 1970 in UTC, as in the tables.
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from truth import (
    ASSISTANTS,
    BOTS,
    PEOPLE,
    REFERRER_NAMES,
    SEARCH,
    SOCIAL,
    SPAM_HOSTS,
    VIDEO,
    Agent,
)

ALIASES = {"pageview": "page_view", "scroll_depth": "scroll", "video_play": "video_start", "lead": "generate_lead"}
FLAGS = {"session_start", "first_visit"}

CLICK_IDS = {
    "gclid": ("google", "cpc"), "gbraid": ("google", "cpc"), "wbraid": ("google", "cpc"), "dclid": ("google", "display"),
    "msclkid": ("bing", "cpc"), "fbclid": ("facebook", None), "ttclid": ("tiktok", None), "li_fat_id": ("linkedin", None),
    "twclid": ("twitter", None), "sccid": ("snapchat", None), "epik": ("pinterest", None),
}

AGENTS: dict[str, Agent] = {agent.text: agent for agent in PEOPLE + BOTS}


@dataclass
class Event:
    """One accepted event. `clock` is the log's; `order` its place in the log."""

    site_id: str
    event_id: str
    name: str
    timestamp: int
    visitor: str | None
    is_new: bool
    consent: str
    path: str | None
    referrer: str | None
    properties: dict[str, Any]
    agent: Agent | None
    country: str | None
    clock: int = 0
    order: tuple[int, ...] = ()
    referrer_host: str | None = None
    campaign: dict[str, str] = field(default_factory=dict)

    @property
    def engagement_msec(self) -> int:
        value = self.properties.get("engagement_time_msec")
        return value if isinstance(value, int) and not isinstance(value, bool) else 0


@dataclass(frozen=True)
class Touch:
    """Acquisition of a session."""

    source: str | None = "(direct)"
    medium: str | None = "(none)"
    channel: str | None = "Direct"
    campaign: str | None = None
    referrer: str | None = None


def read_body(body: dict[str, Any], site_domains: list[str], received: int | None, countries: dict[str, str | None],
              sender: str | None = None) -> list[Event]:
    """The events of one accepted body. `received` stands in for a missing timestamp; `sender` names the visitor of
    events that carry no id (address and agent, as the cookieless id does)."""
    events = []
    for raw in body["events"]:
        name = ALIASES.get(raw["name"], raw["name"])
        if name in FLAGS:
            continue
        context = {**body.get("context", {}), **raw.get("context", {})}
        visitor = body.get("visitor") or {}
        consent = context.get("consent", "not_required")
        properties = raw.get("properties", {})
        agent = AGENTS.get(context.get("user_agent", ""))
        cookieless = f"{body['site_id']} {sender or context.get('ip')} {context.get('user_agent')}"
        identity = visitor.get("id") if consent in ("granted", "not_required") else None
        url = properties.get("url")
        timestamp = raw["timestamp"] * 1000 if "timestamp" in raw else received
        assert timestamp is not None, "an event without a time needs the time it was received"
        events.append(Event(
            site_id=body["site_id"],
            event_id=raw["id"],
            name=name,
            timestamp=timestamp,
            visitor=None if consent == "denied" else (identity or f"cookieless {cookieless}"),
            is_new=bool(visitor.get("is_new")) and identity is not None,
            consent=consent,
            path=properties.get("path") or (url_path(url) if url else None),
            referrer=properties.get("referrer"),
            properties=properties,
            agent=agent,
            country=countries.get(context.get("ip", "")),
            referrer_host=external_host(properties.get("referrer"), url, site_domains),
            campaign=campaign(properties, url),
        ))
    return events


def url_path(url: str) -> str:
    """The path as sent: no query, no fragment."""
    rest = url.split("://", 1)[1]
    slash = re.search(r"[/?#]", rest)
    if slash is None or rest[slash.start()] != "/":
        return "/"
    return re.split(r"[?#]", rest[slash.start():], maxsplit=1)[0]


def host_of(url: str | None) -> str | None:
    if not url:
        return None
    match = re.match(r"(?i)(?:https?|android-app)://([^/?#]*)", url)
    if not match:
        return None
    host = match[1].rsplit("@", 1)[-1]
    host = re.sub(r":\d+$", "", host).lower().removeprefix("www.")
    return host or None


def external_host(referrer: str | None, page_url: str | None, site_domains: list[str]) -> str | None:
    host = host_of(referrer)
    if host is None or host == host_of(page_url):
        return None
    own = [domain.lower().removeprefix("www.") for domain in site_domains]
    return None if any(host == domain or host.endswith("." + domain) for domain in own) else host


def decode(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "replace").strip()


def campaign(properties: dict[str, Any], url: str | None) -> dict[str, str]:
    """utm_* and click ids by name: from properties, else from the URL's query, where `ref` and `source` stand in."""
    query: dict[str, str] = {}
    if url and "?" in url:
        for pair in url.split("?", 1)[1].split("#", 1)[0].split("&"):
            name, _, value = pair.partition("=")
            value = decode(value)
            if value:
                query.setdefault(decode(name).lower(), value)
    query.setdefault("utm_source", query.get("ref") or query.get("source") or "")
    names = ["utm_source", "utm_medium", "utm_campaign", *CLICK_IDS]
    found = {name: str(properties.get(name) or "").strip() or query.get(name, "") for name in names}
    return {name: value for name, value in found.items() if value}


def list_of(source: str) -> str | None:
    name = source.lower()
    name = REFERRER_NAMES.get(name.removeprefix("www."), name)
    for kind, names in (("search", SEARCH), ("social", SOCIAL), ("video", VIDEO), ("ai", ASSISTANTS)):
        if name in names:
            return kind
    return None


def acquire(event: Event) -> Touch:
    """Source, medium and channel of a session that begins with this event."""
    click = next((CLICK_IDS[name] for name in CLICK_IDS if name in event.campaign), None)
    host = event.referrer_host
    source = event.campaign.get("utm_source")
    if source is None and click:
        source = click[0]
    if source is None and host:
        source = REFERRER_NAMES.get(host, host)
    source = source or "(direct)"
    kind = list_of(source)
    medium = event.campaign.get("utm_medium")
    if medium is None and click:
        medium = click[1]
    if medium is None and kind:
        medium = {"search": "organic", "social": "social", "video": "video", "ai": "ai"}[kind]
    if medium is None:
        medium = "referral" if host else "(none)"
    referrer = event.referrer if host else None
    return Touch(source, medium, channel(source.lower(), medium.lower(), kind), event.campaign.get("utm_campaign"), referrer)


def channel(source: str, medium: str, kind: str | None) -> str:
    paid = re.fullmatch(r".*cp.*|ppc|retargeting|paid.*", medium) is not None
    mail = {"email", "e-mail", "e_mail", "e mail", "newsletter"}
    rules = [
        ("Direct", source == "(direct)" and medium == "(none)"),
        ("Paid Search", paid and kind == "search"),
        ("Paid Social", paid and kind == "social"),
        ("Paid Video", paid and kind == "video"),
        ("Display", medium in {"display", "banner", "expandable", "interstitial", "cpm"}),
        ("Paid Other", paid),
        ("Email", source in mail or medium in mail),
        ("Affiliates", medium in {"affiliate", "affiliates"}),
        ("SMS", "sms" in (source, medium)),
        ("Push", medium.endswith("push") or "mobile" in medium or "notification" in medium or source == "firebase"),
        ("AI Assistants", kind == "ai"),
        ("Organic Social", kind == "social" or medium in {"social", "social-network", "social-media", "sm", "social network", "social media"}),
        ("Organic Video", kind == "video" or "video" in medium),
        ("Organic Search", kind == "search" or medium == "organic"),
        ("Referral", medium in {"referral", "app", "link"}),
    ]
    return next((name for name, holds in rules if holds), "Other")


def is_bot(event: Event) -> bool:
    return event.agent is None or event.agent.is_bot or host_of(event.referrer) in SPAM_HOSTS
