"""Working without a mouse, on a phone, and across an interruption."""

from __future__ import annotations

import pytest

from tests.browser.cases import FILED, HEARD, REPORTED, penalty
from tests.browser.conftest import Open

pytestmark = pytest.mark.browser


def focused(page: object) -> str:
    return str(page.evaluate("document.activeElement.name || document.activeElement.id"))  # type: ignore[attr-defined]


def test_list_by_keyboard(screen: Open, town: object) -> None:
    addresses = [penalty(FILED, party={"party.kind": "个人", "party.name": name}) for name in ("甲某一", "乙某二")]
    officer = screen("王立")
    officer.page.keyboard.press("/")
    assert focused(officer.page) == "q"
    officer.page.keyboard.type("甲某一")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    assert officer.path == "/cases"
    assert officer.page.locator("tr[data-href]").count() == 1
    officer.open("/cases")
    rows = officer.page.locator("tr[data-href]")
    assert rows.count() == 2
    for key, place in (("j", 0), ("j", 1), ("k", 0), ("j", 1)):
        officer.page.keyboard.press(key)
        assert "chosen" in (rows.nth(place).get_attribute("class") or ""), (key, place)
    wanted = rows.nth(1).get_attribute("data-href")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    assert officer.path == wanted
    assert wanted in {address.partition("?")[0] for address in addresses}


def test_step_taken_by_keyboard_alone(screen: Open, town: object) -> None:
    officer = screen("王立")
    officer.open(f"{penalty(REPORTED)}&step=order_correction")
    page = officer.page
    form = officer.form("order_correction")
    form.locator("[name='rectification.content']").focus()
    page.keyboard.type("把桌椅收回店内")
    page.keyboard.press("Tab")
    assert focused(page) == "rectification.deadline"
    page.keyboard.type("今天")
    for _ in range(12):
        page.keyboard.press("Tab")
        if focused(page) == "by":
            break
    assert focused(page) == "by", "officers are out of reach of the keyboard"
    assert form.locator("input[name='by']:checked").count() == 2
    form.locator("[name='rectification.deadline']").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "“责令改正”已记入案卷" in officer.text


def test_draft_survives_an_interruption(screen: Open, town: object) -> None:
    address = penalty(REPORTED)
    officer = screen("王立")
    officer.open(address)
    form = officer.form("notice")
    officer.fill(form, {"notice.facts": "写到一半的告知事实"})
    form.locator(".draft", has_text="草稿已存").wait_for()
    officer.page.reload()
    form = officer.form("notice")
    assert form.locator("[name='notice.facts']").input_value() == "写到一半的告知事实"
    assert "草稿已存" in form.locator(".draft").inner_text()
    other = screen("李明")
    other.open(address)
    assert "写到一半" not in other.page.content()


def test_field_is_checked_on_leaving_it(screen: Open, town: object) -> None:
    officer = screen("王立")
    officer.open(penalty(REPORTED))
    form = officer.form("notice")
    fine = form.locator("[name='notice.fine']")
    fine.fill("200.123")
    fine.blur()
    note = form.locator(".field", has=officer.page.locator("[name='notice.fine']")).locator(".field-note")
    note.get_by_text("小数").wait_for()
    assert fine.get_attribute("aria-invalid") == "true"
    fine.fill("200.12")
    fine.blur()
    note.get_by_text("小数").wait_for(state="detached")
    assert fine.get_attribute("aria-invalid") == "false"
    assert "贰佰元壹角贰分" in form.inner_text()


def test_labels_belong_to_their_own_form(screen: Open, town: object) -> None:
    """A case page has several forms with the same fields; a label never reaches into another form."""
    officer = screen("王立")
    officer.open(penalty(HEARD))
    lost = officer.page.evaluate(
        "Array.from(document.querySelectorAll('form label[for]'))"
        ".filter((label) => !label.control || label.control.form !== label.closest('form'))"
        ".map((label) => label.htmlFor)"
    )
    assert lost == []
    ids: list[str] = officer.page.evaluate("Array.from(document.querySelectorAll('[id]')).map((one) => one.id)")
    assert sorted(ids) == sorted(set(ids))


def test_every_open_step_can_be_reached(screen: Open, town: object) -> None:
    """However many steps are open, each opens its form."""
    officer = screen("王立")
    officer.open(penalty(HEARD))
    bare = officer.page.locator("details.step:not(:has(form))").first
    step = (bare.get_attribute("id") or "").removeprefix("step-")
    bare.locator("summary").click()
    bare.get_by_role("link").last.click()
    officer.page.wait_for_url(f"**step={step}**")
    assert officer.page.locator(f"form[data-step='{step}']").is_visible()


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_its_window(screen: Open, town: object, width: int) -> None:
    address = penalty(HEARD)
    head = screen("周强", width=width)
    pages = (
        "/",
        "/clues",
        "/inspections?new=1",
        "/cases",
        "/review",
        "/account",
        "/people",
        "/new/penalty.ordinary",
        address,
    )
    for page in (*pages, address.replace("?", "/record?"), "/public", "/check", "/statistics", "/report", "/numbers"):
        head.open(page)
        head.shot(f"30-{page.strip('/').partition('?')[0].replace('/', '-')[:12]}")
        assert head.overflow() <= 0, page


def test_clue_on_a_phone(screen: Open, town: object) -> None:
    officer = screen("王立", width=390)
    officer.page.locator("#ask").fill("镇中路18号门前，商户把桌椅摆到人行道上")
    officer.page.locator("#matches .match").first.wait_for()
    officer.shot("40-workbench")
    assert officer.overflow() <= 0
    with officer.page.expect_navigation():
        officer.page.locator("#matches .match").first.get_by_role("button", name="登记线索").click()
    form = officer.form("register")
    officer.shot("41-clue")
    assert officer.overflow() <= 0
    officer.fill(form, {"clue.source": "网格上报"})
    officer.submit(form)
    officer.shot("42-case")
    assert officer.overflow() <= 0
    assert "“登记线索”已登记" in officer.text
