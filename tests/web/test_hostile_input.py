"""Whatever stands in an address or a form, the answer is a page that says so and never a fault of the server."""

from __future__ import annotations

import os
import re
from html.parser import HTMLParser
from random import Random
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.test import Client

from tests.web.test_strangers import DOORS, World, enter, readable, standing_world, world

__all__ = ["standing_world", "world"]
HOSTILE = (
    b"", b"\x00", b"a\x00b", b"\xff\xfe", b"\xed\xa0\x80", "😀".encode(), b"-1", b"0", b"9" * 30, b"9" * 5000, b"1e999",
    b"2024-02-30", b"0000-00-00", b"99999-01-01", b"2024-01-01_\x00", b"2024-01-01_", b"9999-12-31_x", b"0001-01-01_x",
    b"../../etc/passwd", b"%", b"_", b"'", b'"', b"\\", b"<script>", b"' OR 1=1 --", "\u202e\u2028名".encode(),
    "〔2024〕".encode(), b"{}", b"[]", b"null", b"\r\nSet-Cookie: a=b",
)  # fmt: skip
ASKED = (
    "after", "cite", "code", "do", "download", "figure", "form", "format", "kind", "matter", "new", "next", "on",
    "organ", "p", "person", "procedure", "q", "red", "seen", "serial", "state", "step", "why", "year",
)  # fmt: skip
"""Every name the pages read from an address."""
SAMPLE = int(os.environ.get("ZHIFA_TEST_ADDRESSES", "8"))
"""How many of each route's addresses are tried; 0 tries all of them and all forms, which takes half an hour."""
DRAWN = os.environ.get("ZHIFA_TEST_DB", "sqlite")
"""On the other database other addresses and values are drawn."""
PLACE = re.compile(r"<(?:\w+:)?\w+>")


def addresses(route: str, path: str, places: dict[str, str], bad: str) -> set[str]:
    """The address with the bad value in each of its parts in turn, and with every known question at once."""
    whole = path.format(**places)
    base, _, query = whole.partition("?")
    found = {f"{base}?{query}&{name}={bad}".replace("?&", "?") for name in ASKED}
    found.add(base + "?" + "&".join(f"{name}={bad}" for name in ASKED))
    if bad:
        pieces = PLACE.split(route)
        for turn in range(len(pieces) - 1):
            kept = list(places.values())
            filled = [bad if n == turn else kept[0] for n in range(len(pieces) - 1)]
            found.add("/" + "".join(a + b for a, b in zip(pieces, [*filled, ""], strict=True)))
        found |= {path.replace("{" + name + "}", bad).format(**places) for name in places if "{" + name + "}" in path}
    return found


@pytest.mark.parametrize("route", sorted(DOORS))
def test_no_address_breaks_a_page(route: str, world: World) -> None:
    client = enter("insider")
    client.raise_request_exception = False
    tried = sorted(
        address
        for value in HOSTILE
        for address in addresses(route, DOORS[route].paths[0], world.places, quote_from_bytes(value, safe=""))
    )
    some = Random(DRAWN + route).sample(tried, SAMPLE) if SAMPLE else tried
    broken = set()
    for address in some:
        for method in (client.get, client.post):
            if method(address).status_code >= 500:
                broken.add(f"{method.__name__} {address[:200]}")
    assert not broken, "\n".join(sorted(broken)[:20]) + f"\n{len(broken)}"


class Forms(HTMLParser):
    """The forms of a page that send something: where to, and the names in them with what they hold."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self.found.append((given.get("action", ""), {}))
        elif self.found and tag in {"input", "textarea", "select", "button"} and given.get("name"):
            self.found[-1][1].setdefault(given["name"], given.get("value", ""))


TYPED = (
    "\x00", "a\x00b", "\ud800", "😀" * 300, "9" * 400, "-1", "1e999", "NaN", "2024-02-30", "0001-01-01", "9999-12-31",
    "\u202e名\u2028", "\x1b[31m", "<script>alert(1)</script>", "x" * 70_000, "25:61", "100.005", "１２",
)  # fmt: skip


def posted(client: Client, address: str, fields: dict[str, str]) -> int:
    """The status of a form sent as a browser sends it; a lone surrogate goes as bytes that are not UTF-8."""
    body = urlencode(fields, errors="surrogatepass")
    return client.post(address, body, content_type="application/x-www-form-urlencoded").status_code


@pytest.mark.parametrize("route", sorted(route for route in DOORS if route not in {"sign-out"}))
def test_no_form_breaks_a_page(route: str, world: World) -> None:
    client = enter("insider")
    client.raise_request_exception = False
    address = DOORS[route].paths[0].format(**world.places)
    page = client.get(address)
    broken = set()
    for action, fields in Forms(readable(page)).found if page.status_code == 200 else ():
        names = sorted(name for name in fields if name != "csrfmiddlewaretoken")
        for name in Random(DRAWN + route).sample(names, min(len(names), SAMPLE or len(names))):
            for value in TYPED if not SAMPLE else Random(DRAWN + route + name).sample(TYPED, 1):
                if posted(client, action or address, {**fields, name: value}) >= 500:
                    broken.add(f"{action or address}: {name}={value[:40]!r}")
        for value in TYPED if not SAMPLE else Random(DRAWN + route).sample(TYPED, 3):
            if posted(client, action or address, dict.fromkeys(names, value)) >= 500:
                broken.add(f"{action or address}: all={value[:40]!r}")
    assert not broken, "\n".join(sorted(broken)[:20]) + f"\n{len(broken)}"
