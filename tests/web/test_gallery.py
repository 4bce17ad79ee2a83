"""Every page in every state: drawn, whole, without inline code, readable, and usable by keyboard and thumb."""

from __future__ import annotations

import itertools
import re
import threading
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, sync_playwright

from zhifa.core.values import capitals
from zhifa.web.gallery.views import PAGES
from zhifa.web.render import FRAGMENTS
from zhifa.web.render import PAGES as TEMPLATES
from zhifa.web.templatetags.zhifa import dates

WEB = Path(__file__).resolve().parents[2] / "src" / "zhifa" / "web"
STATES = [f"{name}/{state}" for name, states in PAGES.items() for state in states]
EVERY = [*STATES, "style", ""]
pytestmark = pytest.mark.urls("tests.web.gallery_urls")


class Reader(HTMLParser):
    """What the tests ask of a page: ids, nesting of links and forms, controls and what names them."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.headings = 0
        self.faults: list[str] = []
        self.fors: set[str] = set()
        self.unnamed: list[tuple[str, str]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if found := given.get("id"):
            self.ids[found] += 1
        self.headings += tag == "h1"
        if tag in {"a", "form", "button"} and tag in self.open:
            self.faults.append(f"{tag} inside {tag}: {given}")
        if "style" in given or any(name.startswith("on") for name in given):
            self.faults.append(f"inline code on {tag}: {given}")
        if tag == "script" and not given.get("src"):
            self.faults.append("inline script")
        if tag == "label":
            self.fors.add(given.get("for") or "")
        control = tag in {"input", "select", "textarea"} and given.get("type") not in {"hidden", "submit"}
        named = "aria-label" in given or "aria-hidden" in given or "label" in self.open
        if control and not named:
            self.unnamed.append((given.get("id") or "", str(given)))
        if tag in {"a", "form", "button", "label"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.reverse()
            self.open.remove(tag)
            self.open.reverse()


@pytest.mark.parametrize("place", EVERY)
def test_page_is_whole(client: Client, place: str) -> None:
    answer = client.get(f"/gallery/{place}/" if place else "/gallery/")
    html = answer.content.decode()
    page = Reader()
    page.feed(html)
    assert answer.status_code == 200
    assert page.faults == []
    assert page.headings == 1
    assert [i for i, count in page.ids.items() if count > 1] == []
    assert [given for found, given in page.unnamed if found not in page.fors] == []
    written = r"|\{\{" if not place.startswith("template/") else ""  # the editor of templates shows placeholders
    assert not re.search(rf">\s*None\s*<|\{{%{written}", html)


def test_every_model_has_its_template_and_every_template_its_model() -> None:
    named = {*TEMPLATES.values(), *FRAGMENTS.values()}
    stored = {
        f"zhifa/{kind}/{file.name}"
        for kind in ("pages", "frag")
        for file in (WEB / "templates" / "zhifa" / kind).iterdir()
    }
    aids = {f"zhifa/pages/{name}.html" for name in ("gallery", "style", "paper_blocks")} | {"zhifa/frag/alone.html"}
    assert stored - aids == named


def test_every_page_is_in_the_gallery() -> None:
    shown = {type(make()) for states in PAGES.values() for make in states.values()}
    assert shown == set(TEMPLATES)


@pytest.mark.parametrize("panel", ["law", "trace", "discretion", "suggestions", "evidence", "passage"])
def test_fragment_stands_alone_and_inside(client: Client, panel: str) -> None:
    alone = client.get(f"/gallery/panel/{panel}/").content.decode()
    inside = client.get(f"/gallery/panel/{panel}/", headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype html>" in alone
    assert "<html" not in inside


SHEET = (WEB / "static" / "zhifa" / "zhifa.css").read_text("utf-8")


@pytest.mark.parametrize(
    "token", ["red", "red-wash", "yellow", "yellow-shape", "yellow-wash", "blue-grey", "blue-grey-wash"]
)
def test_alert_colours_mean_levels_only(token: str) -> None:
    """Red, yellow and blue-grey appear only where the selector names that level."""
    level = token.split("-")[0]
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", SHEET, flags=re.S))
    using = [selector.strip() for selector, body in rules if f"var(--{token})" in body]
    strangers = [s for s in using if not re.search(rf"-(?:{level})\b|\.sw-", s)]
    assert using
    assert strangers == []


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *itertools.product(["ink", "ink-soft", "blue"], ["paper", "desk"]),
        ("red", "red-wash"),
        ("yellow", "yellow-wash"),
        ("blue-grey", "blue-grey-wash"),
        ("paper", "blue"),
    ],
)
def test_text_stands_out_from_its_ground(ink: str, ground: str) -> None:
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", SHEET))
    light, dark = sorted((_luminance(tokens[ink]), _luminance(tokens[ground])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


# ---- in a real browser, under the installation's own content policy ----
@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with override_settings(ROOT_URLCONF="tests.web.gallery_urls", ALLOWED_HOSTS=["127.0.0.1"]):
        httpd = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
        httpd.set_app(WSGIHandler())
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}/gallery"
        httpd.shutdown()
        thread.join(5)
        httpd.server_close()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test says what failed."""


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=str(chromium), args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page 1440 px wide whose console must stay silent."""
    yield from _silent(browser, 1440)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page 390 px wide whose console must stay silent."""
    yield from _silent(browser, 390)


def _silent(browser: Browser, width: int) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": width, "height": 844})
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    opened.close()
    assert said == []


SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SPILLED = """() => [...document.querySelectorAll("main table")].filter((table) => {
  let box = table.parentElement;
  while (box.matches("p, span, div:not([class])")) box = box.parentElement;
  const wide = table.getBoundingClientRect(), held = box.getBoundingClientRect();
  return wide.width && wide.right > held.right + 1 && getComputedStyle(box).overflowX === "visible";
}).map((table) => table.caption ? table.caption.textContent : table.className)"""
COVERED = """() => [...document.querySelectorAll("main thead")].filter((head) => {
  const row = head.parentElement.querySelector("tbody tr"), cell = head.querySelector("th");
  const edge = (element) => element.getBoundingClientRect();
  return row && cell && row.checkVisibility() && edge(cell).bottom > edge(row).top + 1;
}).map((head) => head.parentElement.className)"""
"""Tables whose head lies over their first row before anything was scrolled: it sticks where it should not."""
SMALL = """() => [...document.querySelectorAll('.button, .tabbar > *, .control:not(.table-editor *), .segmented label')]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height > 0 && e.getBoundingClientRect().height < 43.5)
  .map((e) => e.outerHTML.slice(0, 120))"""


@pytest.mark.browser
def test_no_page_scrolls_sideways_or_breaks_the_policy(server: str, page: Page) -> None:
    for place in EVERY:
        page.goto(f"{server}/{place}/" if place else f"{server}/")
        assert page.evaluate(SIDEWAYS) <= 0, place
        assert page.evaluate(SPILLED) == [], place
        assert page.evaluate(COVERED) == [], place


@pytest.mark.browser
def test_phone_has_one_column_and_thumb_high_targets(server: str, phone: Page) -> None:
    small: dict[str, list[str]] = {}
    for place in EVERY:
        phone.goto(f"{server}/{place}/" if place else f"{server}/")
        assert phone.evaluate(SIDEWAYS) <= 0, place
        small |= {place: found} if (found := phone.evaluate(SMALL)) else {}
    assert small == {}


AMOUNTS = [
    0,
    1,
    10,
    15,
    100,
    105,
    1_000,
    10_000,
    10_500,
    100_100,
    123_450,
    1_000_000,
    10_001_000,
    100_000_000,
    100_000_001,
    1_010_000_000_00,
    20_003_000_405,
    99_999_999_999_99,
    1_000_000_000_000_00,
]


@pytest.mark.browser
def test_capitals_as_typed_are_those_of_the_papers(server: str, page: Page) -> None:
    page.goto(f"{server}/style/")
    said = page.evaluate("(amounts) => amounts.map((fen) => window.zhifaWords.capitals(fen))", AMOUNTS)
    assert said == [capitals(fen) for fen in AMOUNTS]
    field = page.locator("#f-all-decision-fine")
    field.fill("1234.5")
    assert page.locator("#f-all-decision-fine-capitals").text_content() == "壹仟贰佰叁拾肆元伍角"
    field.fill("12.345")
    assert "最多两位小数" in (page.locator("#f-all-decision-fine-capitals").text_content() or "")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0305", "2024-03-05"),
        ("3.5", "2024-03-05"),
        ("3月5日", "2024-03-05"),
        ("2023/12/1", "2023-12-01"),
        ("20231201", "2023-12-01"),
        ("昨天", "2024-06-11"),
        ("12.30", "2023-12-30"),
        ("2.30", "2.30"),
    ],
)
def test_dates_accept_typing(server: str, page: Page, typed: str, read: str) -> None:
    page.goto(f"{server}/case/full/")
    field = page.locator("#f-decision-decision-made_on")
    field.fill(typed)
    field.blur()
    assert field.input_value() == read


@pytest.mark.browser
def test_list_by_keyboard(server: str, page: Page) -> None:
    page.goto(f"{server}/cases/full/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    for key in "jjk":
        page.keyboard.press(key)
    assert page.locator("tr.chosen").count() == 1
    assert page.evaluate("[...document.querySelectorAll('tr[data-href]')].findIndex((r) => r.matches('.chosen'))") == 0
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/gallery/case/")


FORMS = (
    "conclusion/told", "conclusion/objected", "liability/full", "signing/waiting", "chain-draft/full",
    "report-finishing/published", "report-finishing/before",
)  # fmt: skip
NAME = "const name = (e) => e.type === 'radio' ? e.name : e.id || e.getAttribute('aria-label') || e.textContent.trim();"
CONTROLS = f"""() => {{ {NAME}
  return [...document.querySelectorAll("main .step-form :is(input:not([type=hidden]), select, textarea, button)")]
    .filter((e) => e.checkVisibility() && e.tabIndex >= 0).map(name); }}"""
FOCUSED = f"""() => {{ {NAME}
  const at = document.activeElement;
  const style = (e) => getComputedStyle(e), lit = (e) => e && style(e).outlineStyle !== "none";
  if (!at.closest("main")) return null;
  return {{ seen: Boolean(lit(at) || lit(at.closest("label"))), html: at.outerHTML.slice(0, 200),
            name: at.closest(".step-form") ? name(at) : "" }}; }}"""


@pytest.mark.browser
@pytest.mark.parametrize("place", FORMS)
def test_forms_that_conclude_something_are_filled_in_by_keyboard(server: str, page: Page, place: str) -> None:
    """The skip link leads past the bar; Tab visits every control in the order it is read, visibly; Enter sends."""
    page.goto(f"{server}/{place}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.skip')")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"
    wanted = list(dict.fromkeys(page.evaluate(CONTROLS)))
    met: list[str] = []
    for _ in range(120):
        page.keyboard.press("Tab")
        if (at := page.evaluate(FOCUSED)) is None:
            break
        assert at["seen"], at["html"]
        met += [at["name"]] if at["name"] and at["name"] not in met else []
    assert met == wanted
    page.evaluate("addEventListener('submit', (event) => { event.preventDefault(); document.body.dataset.sent = 1; })")
    page.locator(".step-form button[type=submit]").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.body.dataset.sent") == "1"


@pytest.mark.browser
def test_law_opens_beside_and_closes_with_escape(server: str, page: Page) -> None:
    page.goto(f"{server}/case/full/")
    mark = page.locator(".clock a.law").first
    mark.focus()
    page.keyboard.press("Enter")
    page.locator("#panel[open] h2", has_text="第六十条").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("#panel").is_visible()
    assert page.evaluate("document.activeElement.matches('.clock a.law')")


@pytest.mark.browser
def test_table_rows_come_and_go_with_their_names(server: str, page: Page) -> None:
    page.goto(f"{server}/style/")
    editor = page.locator("[data-editor='seizure.goods']")
    editor.locator("[data-add]").click()
    page.keyboard.type("塑料棚")
    editor.locator("[data-remove]").nth(0).click()
    names = editor.locator("tbody input[name$='-name']")
    assert [names.nth(i).input_value() for i in range(names.count())] == ["塑料凳", "液化气灶", "塑料棚"]
    assert [names.nth(i).get_attribute("name") for i in range(names.count())] == [
        f"seizure.goods-{i}-name" for i in range(3)
    ]


@pytest.mark.browser
def test_field_is_checked_on_leaving_and_the_draft_is_kept(server: str, page: Page) -> None:
    page.goto(f"{server}/case/full/")
    field = page.locator("#f-decision-decision-fine")
    field.fill("900")
    field.blur()
    note = page.locator("#f-decision-decision-fine-note")
    note.get_by_text("高于告知的 300 元").wait_for()
    assert field.get_attribute("aria-invalid") == "true"
    page.locator(".draft", has_text="10:33").first.wait_for()
    assert field.input_value() == "900"


@pytest.mark.browser
def test_box_offers_matters_while_typing(server: str, page: Page) -> None:
    page.goto(f"{server}/workbench/full/")
    page.locator("#ask").press_sequentially("门前桌椅")
    page.locator("#matches .match").first.wait_for()
    assert page.locator("#matches .match").count() == 3


@pytest.mark.browser
def test_findings_of_a_report_are_filtered_by_keys_and_figures_lead_to_them(server: str, page: Page) -> None:
    page.goto(f"{server}/report_check/full/")
    shown = page.locator(".check-notes .note:visible")
    waiting = shown.count()
    page.locator("#show-open").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#show-contradiction").is_checked()
    assert {"note-contradiction"} == {str(n.get_attribute("class")).split()[-1] for n in shown.all()}
    assert shown.count() < waiting
    figure = page.locator("a.fig-holds").first
    figure.click()
    assert page.locator(f".check-notes {figure.get_attribute('href')}").is_visible()
    page.locator("#show-contradiction").check()
    place = shown.first.locator(".note-lines a").first
    place.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').matches('a.fig-contradiction, li.noted')")


@pytest.mark.browser
def test_officers_are_counted(server: str, page: Page) -> None:
    page.goto(f"{server}/case/full/")
    chosen = page.locator("[data-officers] [data-chosen]").first
    assert chosen.text_content() == "已选 1 名，还差 1 名"
    page.get_by_label("王示范").first.check()
    assert chosen.text_content() == "已选 2 名，已够 2 名"


@pytest.mark.browser
def test_evidence_is_one_key_away(server: str, page: Page) -> None:
    page.goto(f"{server}/review/full/")
    page.keyboard.press("1")
    page.locator("#panel[open] h2", has_text="门前桌椅全景").wait_for()


@pytest.mark.browser
def test_filter_narrows_the_list_and_keeps_what_is_typed(server: str, page: Page) -> None:
    page.goto(f"{server}/cases/full/")
    page.keyboard.press("/")
    page.keyboard.type("五金")
    page.locator("tr[data-href]").nth(20).wait_for(state="detached")
    assert page.locator("tr[data-href]").count() > 0
    assert all("五金" in text for text in page.locator("td.c-main").all_text_contents())
    assert page.evaluate("document.activeElement.value") == "五金"
    assert "q=" in page.url


@pytest.mark.browser
def test_list_fetches_itself(server: str, page: Page) -> None:
    page.goto(f"{server}/cases/loading/")
    page.locator("tr[data-href]").nth(49).wait_for()
    assert page.locator("[aria-busy]").count() == 0


def test_dates_hold_together_and_text_stays_text() -> None:
    assert dates("自 2024-03-05 周二 <b>") == '自 <span class="nowrap">2024-03-05 周二</span> &lt;b&gt;'
