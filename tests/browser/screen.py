"""Somebody before the screen: fills forms field by field as a person does, and notes every error of the browser."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response

from tests.browser.setting import PASSWORD

PATIENCE = 90_000
"""Milliseconds any single wait may take."""
Value = str | bool | Sequence[str]

_CSP = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error("CSP " + event.violatedDirective + " " + event.blockedURI + " " + event.sourceFile));
"""


class Screen:
    """A browser window of one person, signed in or not."""

    def __init__(self, browser: Browser, base: str, name: str, *, width: int) -> None:
        self.base, self.name = base, name
        self.problems: list[str] = []
        self._expected: set[int] = set()
        self._context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", accept_downloads=True, has_touch=width < 600
        )
        self._context.set_default_timeout(PATIENCE)
        self._context.add_init_script(_CSP)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        # A refused form comes back as 422, which Chromium reports as a failed load; `_answered` judges the status.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in {422, *self._expected}:
            self.problems.append(f"{response.status} {response.request.method} {response.url}")

    def allow(self, *statuses: int) -> None:
        """These answers are what the test asks for."""
        self._expected |= set(statuses)

    def close(self) -> None:
        self._context.close()

    # ---- going places ----

    def sign_in(self) -> None:
        self.open("/sign-in")
        self.page.get_by_label("账号").fill(self.name)
        self.page.get_by_label("口令").fill(PASSWORD)
        self.page.get_by_role("button", name="登录").click()
        self.page.wait_for_url(f"{self.base}/")

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else f"{self.base}{path}")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """What stands on the page, as somebody reads it."""
        return self.page.locator("body").inner_text()

    def shot(self, name: str) -> None:
        """Keep a picture of the page where ZHIFA_SHOTS names a folder."""
        if place := os.environ.get("ZHIFA_SHOTS"):
            width = self.page.viewport_size["width"] if self.page.viewport_size else 0
            self.page.screenshot(path=str(Path(place) / f"{name}-{width}.png"), full_page=True)

    # ---- forms ----

    def form(self, step: str) -> Locator:
        """The form of a step, its panel opened as a person opens it."""
        panel = self.page.locator(f"[id='step-{step}']")
        if panel.count() and panel.get_attribute("open") is None:
            panel.locator("> summary").click()
        return self.page.locator(f"form[data-step='{step}']")

    def fill(self, form: Locator, values: Mapping[str, Value], *, prefix: str = "") -> None:
        for code, value in values.items():
            put(form, f"{prefix}{code}", value)

    def choose(self, form: Locator, *people: str, name: str = "by") -> None:
        """Exactly these persons took the step."""
        boxes = form.locator(f"input[name='{name}']")
        for number in range(boxes.count()):
            box = boxes.nth(number)
            wanted = box.get_attribute("value") in people
            if box.is_enabled() and box.is_checked() != wanted:
                box.set_checked(wanted, force=True)

    def submit(self, form: Locator) -> None:
        with self.page.expect_navigation():
            form.locator("button[type=submit].primary").click()

    def take(self, step: str, values: Mapping[str, Value] | None = None, *, by: Sequence[str] = ()) -> None:
        """Take a step from the case page; the page says that it was recorded."""
        form = self.form(step)
        self.fill(form, values or {})
        if by:
            self.choose(form, *by)
        self.submit(form)
        refusal = self.page.locator(".refusal")
        assert refusal.count() == 0, f"{step}: {refusal.first.inner_text()}"
        assert "已记入案卷" in self.page.locator(".notices").inner_text()

    def refused(self, step: str, values: Mapping[str, Value] | None = None, *, by: Sequence[str] = ()) -> str:
        """Try a step that is refused; the words of the refusal, after a look at its law mark and at what was typed."""
        form = self.form(step)
        self.fill(form, values or {})
        if by:
            self.choose(form, *by)
        self.submit(form)
        form = self.page.locator(f"form[data-step='{step}']")
        panel = form.locator(".refusal")
        panel.wait_for()
        assert panel.is_visible()
        for code, value in (values or {}).items():
            assert typed(form, code) == value, f"{code} was lost"
        return panel.inner_text()

    def tab(self, title: str) -> None:
        """Turn to another proceeding of the case."""
        self.page.locator(".tabs a", has_text=title).click()
        self.page.wait_for_load_state()

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def put(form: Locator, name: str, value: Value) -> None:
    """Fill one field, of whatever kind it is; what is folded is opened first."""
    controls = form.locator(f"[name='{name}']")
    folded = form.locator("details.more-fields:not([open])", has=form.page.locator(f"[name='{name}']"))
    if folded.count():
        folded.locator("summary").click()
    kind = controls.first.evaluate("control => control.type || control.tagName")
    if kind == "radio":
        word = ("是" if value else "否") if isinstance(value, bool) else value
        form.locator(f"label:has(> input[name='{name}'][value='{word}'])").click()
    elif kind == "checkbox":
        wanted = [value] if isinstance(value, str) else list(value)  # type: ignore[arg-type]
        for number in range(controls.count()):
            box = controls.nth(number)
            box.set_checked(box.get_attribute("value") in wanted, force=True)
    elif kind.startswith("select"):
        controls.first.select_option(str(value))
    else:
        controls.first.fill(str(value))


def typed(form: Locator, name: str) -> Value:
    """What a field holds now."""
    controls = form.locator(f"[name='{name}']")
    kind = controls.first.evaluate("control => control.type || control.tagName")
    chosen: list[str] = form.locator(f"[name='{name}']:checked").evaluate_all("all => all.map(one => one.value)")
    if kind == "radio":
        return chosen[0] == "是" if chosen and chosen[0] in {"是", "否"} else "".join(chosen)
    return chosen if kind == "checkbox" else controls.first.input_value()


def case_of(screen: Screen) -> str:
    """The id of the case on the page."""
    found = re.search(r"/cases/([0-9a-f]{32})", screen.page.url)
    assert found, screen.page.url
    return found[1]
