"""The catalogue by hand: what was seen becomes a clue, a draft the next version, a faulty table a list."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.browser.cases import FILED, penalty
from tests.browser.conftest import Open
from tests.browser.screen import Screen
from tests.browser.setting import PASSWORD
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, today
from zhifa.store.registry.models import Account, Organ

pytestmark = pytest.mark.browser

SEEN = "镇中路18号门前，商户把桌椅摆到人行道上，行人只能走车道"
STALL = "city.stall.shopfront"
TABLE = """示范镇权责清单
序号,事项名称,职权类型,设定依据,实施主体,行使方式
1,临街商场、门店超出门窗外墙摆卖、经营,行政处罚,《重庆市市容环境卫生管理条例》第十八条第二款,洛碛镇人民政府,赋权
2,,行政处罚,《重庆市市容环境卫生管理条例》第十八条,洛碛镇人民政府,赋权
3,无照经营,行政处分,《不存在的条例》第三条,洛碛镇人民政府,赋权
"""


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIFA_RULES", str(tmp_path))


@pytest.fixture
def editors(town: Organ) -> None:
    for name in ("编甲", "编乙"):
        person = Registration(
            name, name, town.pk, (RoleGiven("catalogue_editor", "500112/"),), joined_on=date(2020, 1, 1)
        )
        assert register_officer(person, actor=INSTALLER) is None
        Account.objects.create_user(name, PASSWORD, person_id=name)


def at_home(start: Open, name: str, *, width: int = 1440) -> Screen:
    """A screen of somebody who has no workbench: they land on the catalogue."""
    screen = start(width=width)
    screen.name = name
    screen.open("/sign-in?next=/matters")
    screen.page.get_by_label("账号").fill(name)
    screen.page.get_by_label("口令").fill(PASSWORD)
    screen.page.get_by_role("button", name="登录").click()
    screen.page.wait_for_url("**/matters")
    return screen


def press(screen: Screen, label: str) -> None:
    with screen.page.expect_navigation():
        screen.page.get_by_role("button", name=label, exact=True).click()


def test_what_was_seen_leads_over_the_matter_to_a_clue(screen: Open) -> None:
    officer = screen("王立")
    officer.page.locator("#ask").fill(SEEN)
    offered = officer.page.locator("#matches .match", has_text="摆卖、经营")
    offered.wait_for()
    with officer.page.expect_navigation():
        offered.locator(".match-name").click()
    assert officer.path == f"/matters/{STALL}"
    assert officer.page.locator(".section-tabs [aria-current]").inner_text() == "事项目录"
    officer.page.locator("a.law").first.click()
    panel = officer.page.locator("#panel[open]")
    panel.wait_for()
    officer.page.keyboard.press("Escape")
    assert panel.count() == 0
    officer.shot("catalogue-matter")
    press(officer, "登记线索")
    form = officer.form("register")
    assert officer.page.locator(".refusal").count() == 0
    assert form.locator("[name='clue.summary']").input_value() == SEEN
    assert form.locator("[name='matter.code']").input_value() == STALL


def test_on_a_phone_the_matters_stand_on_the_first_screen(screen: Open) -> None:
    officer = screen("王立", width=390)
    assert officer.page.locator(".tabbar > a").all_inner_texts() == ["工作台", "线索", "案件", "事项"]
    officer.open("/matters")
    assert officer.overflow() == 0
    first = officer.page.locator(".row-link").first.bounding_box()
    assert first is not None
    assert first["y"] < 600
    kinds = officer.page.locator("#find-field")
    assert not kinds.is_visible()
    officer.page.locator(".find-narrow > summary").click()
    with officer.page.expect_response("**/matters?**"):
        kinds.select_option("市容环卫")
    officer.page.locator(".find-narrow", has_text="已用 1 项").wait_for()
    officer.shot("catalogue-phone")


def test_a_fine_is_drafted_approved_by_another_and_published(
    screen: Open, editors: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A law of tomorrow raises the fine; where the text of today is at hand, the draft would be refused for that.
    monkeypatch.delenv("ZHIFA_LAWS", raising=False)
    penalty(FILED)
    author, other = at_home(screen, "编甲"), at_home(screen, "编乙")
    author.open(f"/matters/{STALL}")
    with author.page.expect_navigation():
        author.page.get_by_role("link", name="起草修改").click()
    effective = today() + timedelta(days=1)
    author.page.locator("[name=effective]").fill(str(effective))
    author.page.locator("[name=reason]").fill("门店占道罚款上限提高")
    author.page.locator("[name=fine-1-max]").fill("800")
    press(author, "保存并核对")
    assert author.page.locator("ins").first.inner_text() == "800"
    assert "涉及的在办案件\n1\n件" in author.text.replace("\n\n", "\n")
    author.shot("catalogue-draft")
    place = author.path
    other.open("/matters")
    assert other.page.locator(".section-tabs .count").inner_text() == "1"
    other.open(place)
    press(other, "批准")
    press(other, "公布")
    assert "规则已公布" in other.text
    with other.page.expect_navigation():
        other.page.locator(".draft-change h3 a").click()
    assert other.page.locator(".versions > li").count() == 2
    assert "起按新的内容办" in other.page.locator(".as-of").inner_text()
    assert "500 元以下" in other.page.locator(".amounts").inner_text()
    with other.page.expect_navigation():
        other.page.locator(".versions a").first.click()
    assert "800 元以下" in other.page.locator(".amounts").inner_text()
    assert other.page.locator(".changes ins, .changes td").count() > 0
    other.shot("catalogue-published")


def test_a_faulty_list_shows_its_faults_before_it_is_taken(screen: Open, editors: None) -> None:
    editor = at_home(screen, "编甲")
    editor.open("/import-list")
    content = {"name": "清单.csv", "mimeType": "text/csv", "buffer": TABLE.encode("gb18030")}
    editor.page.locator("input[type=file]").set_input_files([content])  # type: ignore[list-item]
    press(editor, "读取并预览")
    assert "没有事项名称" in editor.text
    assert "认不出这个类型" in editor.text
    editor.shot("catalogue-import")
    editor.page.get_by_role("button", name="收录 1 项").click()
    press(editor, "确定")
    assert "已收录 1 项" in editor.text
    assert "临街商场、门店超出门窗外墙摆卖、经营" in editor.text
