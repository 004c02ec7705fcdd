"""A person's browser, in which they install the app from its own page."""

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import aiohttp


@dataclass(frozen=True, slots=True)
class Page:
    """What the browser shows at the end."""

    status: int
    text: str


async def install_at(url: str, authorize: str, *, state: str | None = None) -> Page:
    """Go to the app's page, on to Slack's, and back to the app with what Slack says.

    ``authorize`` is the address of Slack's page; ``state`` puts another in the place of the one
    that the app gave, as a forger would.
    """
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser:
        async with browser.get(url, allow_redirects=False) as page:
            asked = page.headers.get("Location") or _link(await page.text(), authorize)
            kept = _cookies(page)
        if asked is None:
            return Page(page.status, await page.text())
        async with browser.get(asked, allow_redirects=False) as page:
            back = page.headers.get("Location")
            if back is None:
                return Page(page.status, await page.text())
        home = _with_state(back, state)
        async with browser.get(home, allow_redirects=False, headers=kept) as page:
            return Page(page.status, await page.text())


def _cookies(page: aiohttp.ClientResponse) -> dict[str, str]:
    """Secure ones too, since in truth the app stands behind a proxy that speaks TLS."""
    pairs = [f"{name}={morsel.value}" for name, morsel in page.cookies.items()]
    return {"Cookie": "; ".join(pairs)} if pairs else {}


def _link(text: str, authorize: str) -> str | None:
    found = re.search(rf'href="({re.escape(authorize)}[^"]*)"', unescape(text))
    return found.group(1) if found else None


def _with_state(url: str, state: str | None) -> str:
    if state is None:
        return url
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query)) | {"state": state}
    return parts._replace(query=urlencode(query)).geturl()
