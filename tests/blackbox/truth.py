"""Inputs with their known meaning: what a referrer, a campaign, an agent or an address is to be taken for.

The meaning is written down here by hand, so that the oracle shares no list with the program.
"""
from __future__ import annotations

from dataclasses import dataclass

SEARCH = {"google", "bing", "duckduckgo", "yahoo", "ecosia"}
SOCIAL = {"facebook", "twitter", "linkedin", "reddit", "tiktok", "snapchat", "pinterest", "instagram"}
VIDEO = {"youtube", "vimeo"}
ASSISTANTS = {"chatgpt.com", "perplexity.ai", "claude.ai", "gemini.google.com", "copilot.microsoft.com"}

SPAM_HOSTS = {"semalt.com", "buttons-for-website.com"}

# Host of a referrer -> name of the source. Other hosts stand for themselves.
REFERRER_NAMES = {
    "google.com": "google", "google.co.uk": "google", "google.de": "google", "google.com.au": "google",
    "bing.com": "bing", "duckduckgo.com": "duckduckgo", "search.yahoo.com": "yahoo", "ecosia.org": "ecosia",
    "facebook.com": "facebook", "l.facebook.com": "facebook", "t.co": "twitter", "linkedin.com": "linkedin",
    "reddit.com": "reddit", "instagram.com": "instagram", "pinterest.com": "pinterest",
    "youtube.com": "youtube", "vimeo.com": "vimeo",
    "chatgpt.com": "chatgpt.com", "perplexity.ai": "perplexity.ai", "claude.ai": "claude.ai",
    "gemini.google.com": "gemini.google.com", "copilot.microsoft.com": "copilot.microsoft.com",
}

REFERRERS = [
    "https://www.google.com/", "https://www.google.co.uk/", "https://www.google.de/", "https://WWW.Google.com.au/",
    "https://www.bing.com/search?q=x", "https://duckduckgo.com/", "https://search.yahoo.com/", "https://www.ecosia.org/",
    "https://www.facebook.com/", "https://l.facebook.com/l.php?u=x", "https://t.co/AbC", "https://www.linkedin.com/",
    "https://www.reddit.com/r/x/", "https://www.instagram.com/", "https://www.pinterest.com/", "https://www.youtube.com/",
    "https://vimeo.com/1", "https://chatgpt.com/", "https://www.perplexity.ai/", "https://claude.ai/",
    "https://gemini.google.com/", "https://copilot.microsoft.com/", "https://blog.example.org/post?id=7",
    "https://news.example.net:8443/", "http://localhost:3000/", "https://xn--bcher-kva.example/",
]

# Query strings of landing pages. They reach every channel of the table.
CAMPAIGNS = [
    "utm_source=google&utm_medium=cpc&utm_campaign=brand", "utm_source=Google&utm_medium=CPC&utm_campaign=Brand",
    "utm_source=bing&utm_medium=ppc&utm_campaign=generic", "gclid=Cj0KCQ", "gbraid=1", "wbraid=2&utm_campaign=app",
    "msclkid=abc", "dclid=xyz", "fbclid=IwAR0", "ttclid=t", "li_fat_id=l", "twclid=w", "ScCid=s", "epik=e",
    "fbclid=IwAR1&gclid=Cj1", "utm_source=newsletter&utm_medium=email&utm_campaign=october%20news&utm_content=top",
    "utm_source=facebook&utm_medium=paid_social&utm_campaign=retarget", "utm_source=linkedin&utm_medium=retargeting",
    "utm_source=youtube&utm_medium=cpv&utm_campaign=spot", "utm_source=adnet&utm_medium=banner&utm_campaign=b1",
    "utm_source=adnet&utm_medium=cpm", "utm_source=adnet&utm_medium=cpa", "utm_source=google&utm_medium=cpm",
    "utm_source=partner&utm_medium=affiliate&utm_campaign=aff+sale", "utm_source=partner&utm_medium=affiliates",
    "utm_source=sms&utm_medium=text", "utm_source=crm&utm_medium=sms", "utm_source=crm&utm_medium=web-push",
    "utm_source=crm&utm_medium=mobile", "utm_source=firebase", "utm_source=chatgpt.com", "utm_source=claude.ai&utm_medium=referral",
    "utm_source=facebook", "utm_source=forum&utm_medium=social-media", "utm_source=vimeo", "utm_source=hub&utm_medium=promo-video",
    "utm_source=google", "utm_source=intranet&utm_medium=organic", "utm_source=partner&utm_medium=referral",
    "utm_source=partner&utm_medium=link", "utm_source=partner&utm_medium=podcast", "utm_source=E-Mail",
    "ref=partnerblog", "source=qrcode&utm_campaign=poster", "ref=&source=leaflet", "utm_source=%20&ref=trimmed%20",
    "utm_medium=email", "utm_campaign=only-a-campaign", "utm_source=%C3%BCber&utm_medium=%E2%9C%93",
    "utm_source=dup&utm_source=second&utm_medium=referral", "q=nothing&page=2", "",
]


@dataclass(frozen=True)
class Agent:
    """A user agent and what uap-core calls it."""

    text: str
    browser: str | None
    operating_system: str | None
    device: str | None
    is_bot: bool = False
    touch_points: int | None = None


_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
_SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)"

PEOPLE = [
    Agent(f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} Chrome/140.0.0.0 Safari/537.36", "Chrome", "Windows", "desktop"),
    Agent(f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} Chrome/139.0.0.0 Safari/537.36", "Chrome", "Windows", "desktop"),
    Agent(f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.3485.54", "Edge", "Windows", "desktop"),
    Agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox", "Windows", "desktop"),
    Agent(f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_SAFARI} Version/17.2 Safari/605.1.15", "Safari", "Mac OS X", "desktop"),
    Agent(f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_SAFARI} Version/17.4 Safari/605.1.15", "Safari", "iOS", "tablet", touch_points=5),
    Agent(f"Mozilla/5.0 (X11; Linux x86_64) {_WEBKIT} Chrome/140.0.0.0 Safari/537.36", "Chrome", "Linux", "desktop"),
    Agent("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox", "Ubuntu", "desktop"),
    Agent(f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) {_SAFARI} Version/17.2 Mobile/15E148 Safari/604.1", "Mobile Safari", "iOS", "mobile"),
    Agent(f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) {_SAFARI} CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1", "Chrome Mobile iOS", "iOS", "mobile"),
    Agent(f"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) {_SAFARI} Version/16.6 Mobile/15E148 Safari/604.1", "Mobile Safari", "iOS", "tablet"),
    Agent(f"Mozilla/5.0 (Linux; Android 10; K) {_WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome Mobile", "Android", "mobile"),
    Agent(f"Mozilla/5.0 (Linux; Android 13; SM-S918B) {_WEBKIT} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android", "mobile"),
    Agent(f"Mozilla/5.0 (Linux; Android 10; K) {_WEBKIT} Chrome/140.0.0.0 Safari/537.36", "Chrome", "Android", "tablet"),
]

BOTS = [
    Agent("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot", None, None, True),
    Agent("Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; GPTBot/1.2; +https://openai.com/gptbot", "GPTBot", None, None, True),
    Agent("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "bingbot", None, None, True),
    Agent("curl/8.4.0", "curl", None, None, True),
    Agent("Go-http-client/1.1", "Go-http-client", None, None, True),
    Agent("-", None, None, None, True),
]

# Address -> country, from the notes on the test databases and MaxMind's published source data.
ADDRESSES = {
    "81.2.69.142": "GB", "89.160.20.112": "SE", "2.125.160.216": "GB", "216.160.83.56": "US",
    "175.16.199.1": "CN", "67.43.156.1": "BT", "202.196.224.1": "PH", "10.0.0.1": None,
}
