"""A real browser before a real server: what browser tests drive and what they watch."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.screen import Screen
from tests.browser.setting import build_town
from zhifa.store.registry.models import Organ

Open = Callable[..., Screen]


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """The Chromium of this machine. Its driver runs a loop in this thread, in which Django must not see a fault."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=str(chromium), args=["--no-sandbox"])
        yield running
        running.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def town(transactional_db: None) -> Organ:
    """One town, committed, so that the server sees it."""
    return build_town()


@pytest.fixture
def screen(browser: Browser, town: Organ, live_server: LiveServer) -> Iterator[Open]:
    """Open a browser for somebody; at the end none of them may have met an error."""
    opened: list[Screen] = []

    def start(name: str = "", *, width: int = 1440) -> Screen:
        one = Screen(browser, live_server.url, name, width=width)
        opened.append(one)
        if name:
            one.sign_in()
        return one

    yield start
    problems = [f"{one.name or '公众'}: {problem}" for one in opened for problem in one.problems]
    for one in opened:
        one.close()
    assert not problems, "\n".join(problems)
