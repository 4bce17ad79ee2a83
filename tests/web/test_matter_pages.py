"""The catalogue on screen: finding a matter, its page, and how far organs use what they hold."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.acts.conftest import TOWN
from tests.web.conftest import STRANGER, SUPERVISOR, SignedIn, ago
from zhifa.acts.powers import PowerEntry, end_power, register_power
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, context, today
from zhifa.core.competence import Carried
from zhifa.core.jurisdiction import TRANSFER, Holder
from zhifa.core.rulebook import Entry
from zhifa.store.registry.models import Organ
from zhifa.store.registry.people import people
from zhifa.web.matter_rows import OWN, Wanted, modes_of, own_first, rows_on, select
from zhifa.web.views import matters as views

STALL = "city.stall.roadside"
STALL_TITLE = "在主次干道两侧设置经营性摊点"


@pytest.fixture
def editor(house: Organ) -> Actor:
    given = (RoleGiven("catalogue_editor", "500112/"),)
    assert register_officer(Registration("bian", "编辑", TOWN, given), actor=INSTALLER) is None
    return Actor(people(["bian"])["bian"], "bian")


def said(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def versioned() -> tuple[Entry, Entry]:
    """A matter that an old law and then a new one speak of."""
    book = context().book
    for entry in book.section("matter"):
        versions = sorted(book.versions("matter", entry.key), key=lambda one: one.validity.start or date.min)
        if len(versions) == 2 and versions[0].validity.end and versions[0].data != versions[1].data:
            return versions[0], versions[1]
    raise AssertionError("no matter with two versions")


# ---- the list ----
@pytest.mark.parametrize("query", [STALL_TITLE, "夜市摊", STALL, "摊点 次干道"])
def test_a_matter_is_found_by_title_word_and_code(query: str) -> None:
    assert STALL in {row.code for row in select(rows_on(today()), Wanted(query=query), {})}


def test_the_list_narrows_by_everything_it_offers(house: Organ) -> None:
    rows = rows_on(today())
    modes = modes_of(rows, Holder("乡镇"), today())
    for wanted in (
        Wanted(kind="处罚"), Wanted(field="市容环卫"), Wanted(level="街道"), Wanted(mode=TRANSFER),
        Wanted(query="占道", field="市容环卫", mode="赋权"),
    ):  # fmt: skip
        found = select(rows, wanted, modes)
        assert 0 < len(found) < len(rows), wanted


def test_demonstration_entries_are_announced(
    house: Organ, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = rows_on(today())
    sample = replace(rows[0], entry=replace(rows[0].entry, status="configured"))
    monkeypatch.setattr(views, "rows_on", lambda _: (sample, *rows[1:]))
    page = said(signed_in("王立").get("/matters", {"status": "configured"}))
    assert "其中 1 项是示例清单" in page
    assert sample.title in page


def test_the_page_of_the_list_says_range_basis_mode_and_use(decided: str, signed_in: SignedIn) -> None:
    page = said(signed_in("王立").get("/matters", {"q": STALL}))
    assert STALL_TITLE in page
    assert "个人 50–500 元" in page
    assert "重庆市容条例 §18.2" in page
    assert "本单位：赋权" in page
    assert f"matter={STALL}&amp;since=" in page


def test_a_sentence_is_matched_and_leads_to_the_matter(house: Organ, signed_in: SignedIn) -> None:
    page = said(signed_in("王立").get("/matters", {"q": "有人推着三轮车在主干道边摆地摊卖水果"}))
    assert 'class="match-name" href="/matters/city.stall.' in page


def test_what_the_organ_may_do_stands_first(house: Organ, signed_in: SignedIn) -> None:
    client, rows = signed_in("王立"), rows_on(today())
    modes = modes_of(rows, Holder(house.level), today())
    own = select(rows, Wanted(mode=OWN), modes)
    assert 50 < len(own) < len(rows)
    assert all(modes[row.code] != TRANSFER for row in own)
    shown = client.get("/matters")
    assert f"本单位可以办 {len(own)} 项，列在前面" in said(shown)
    table = shown.context["page"].table
    assert [row.href for row in table.rows] == [f"/matters/{row.code}" for row in own[:50]]
    assert f"共 {len(own)} 项" in said(client.get("/matters", {"mode": OWN}))


def test_what_was_typed_goes_along_to_the_clue(house: Organ, signed_in: SignedIn) -> None:
    client, seen = signed_in("王立"), "有人推着三轮车在主干道边摆地摊卖水果"
    offered = client.get("/suggest", {"seen": seen}).content.decode()
    place = f"/matters/{STALL}?seen={quote(seen)}"
    assert f'href="{place}"' in offered
    page = said(client.get(place))
    assert f'name="seen" value="{seen}"' in page
    assert f"登记线索时带入：{seen}" in page
    assert "登记线索时带入" not in said(client.get(f"/matters/{STALL}"))


def test_the_page_says_where_else_the_matter_stands(house: Organ, signed_in: SignedIn) -> None:
    page = said(signed_in("王立").get(f"/matters/{STALL}"))
    assert "镇综合执法事项清单（示例）" in page
    assert "/lists/demo-town?q=" in page
    assert "/crosswalk#city.slag_permit" in said(signed_in("王立").get("/matters/city.slag_permit"))


def test_the_pages_of_the_section_are_tabs_of_each(house: Organ, signed_in: SignedIn) -> None:
    for place in ("/matters", "/lists", "/calculator", "/matters/usage", "/powers", "/catalogue/drafts", "/crosswalk"):
        shell = signed_in("王立").get(place).context["shell"]
        assert [tab.href for tab in shell.tabs if tab.here] == [place]
        assert [item.label for item in shell.nav if item.here] == ["事项"]
        assert len(shell.nav) <= 11
    assert signed_in("王立").get("/laws").context["shell"].tabs == ()


def test_the_list_pages_without_loss_and_exports_all(house: Organ, signed_in: SignedIn) -> None:
    client, wanted = signed_in("王立"), "市容环卫"
    rows = select(rows_on(today()), Wanted(field=wanted), {})
    modes = modes_of(rows, Holder(house.level), today())
    text = client.get("/matters", {"field": wanted, "format": "csv"}).content.decode("utf-8-sig")
    assert [line["代码"] for line in csv.DictReader(io.StringIO(text))] == [row.code for row in own_first(rows, modes)]
    assert client.get("/matters", {"field": wanted, "format": "xlsx"}).content.startswith(b"PK")
    whole = own_first(rows_on(today()), modes_of(rows_on(today()), Holder(house.level), today()))
    after, seen = "", list[str]()
    for _ in range(len(whole) // 50 + 1):
        page = client.get("/matters", {"after": after} if after else {}).context["page"]
        shown = [row.cells[0].sub for row in page.table.rows]
        seen, after = seen + shown, shown[-1]
    assert seen == [row.code for row in whole]


def test_a_thousand_rows_take_a_handful_of_queries(house: Organ, signed_in: SignedIn) -> None:
    client = signed_in("王立")
    client.get("/matters")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/matters", {"field": "渔业"})
    with CaptureQueriesContext(connection) as many:
        client.get("/matters")
    assert len(many) == len(few) < 25


def test_nothing_found_says_what_to_do(house: Organ, signed_in: SignedIn) -> None:
    page = said(signed_in("王立").get("/matters", {"q": "zzzz"}))
    assert "没有含“zzzz”的事项" in page
    assert "看全部事项" in page


# ---- one matter ----
def test_the_page_of_a_matter_holds_what_an_officer_needs(decided: str, signed_in: SignedIn) -> None:
    page = said(signed_in("王立").get(f"/matters/{STALL}"))
    for word in (
        STALL_TITLE, "谁可以办", "可以办 · 赋权", "罚款 500 元以上 2,000 元以下", "裁量基准", "185–365 元（不含两端）",
        "占道经营", "容易混淆", "普通程序行政处罚", "要取的证据", "登记线索", "陈大海", "追究时效",
    ):  # fmt: skip
        assert word in page, word
    assert f'href="/cases?matter={STALL}&amp;organ={TOWN}' in page


def test_who_may_not_act_learns_why_and_where_it_goes(editor: Actor, signed_in: SignedIn) -> None:
    lent = PowerEntry(
        organ=TOWN, mode="委托", scope=(STALL,), document="渝北城管委〔2026〕1号", start=ago(60).day,
        end=ago(1).day, principal="重庆市渝北区城市管理局", published_on=ago(60).day,
    )  # fmt: skip
    assert isinstance(register_power(lent, actor=editor), str)
    page = said(signed_in("王立").get(f"/matters/{STALL}"))
    assert "不能办" in page
    assert "已于" in page
    assert "移送重庆市渝北区城市管理局" in page
    before = said(signed_in("王立").get(f"/matters/{STALL}", {"on": ago(10).day.isoformat()}))
    assert "可以办 · 委托" in before
    assert "以重庆市渝北区城市管理局的名义" in before
    assert "不属本单位办理" in said(signed_in("王立").get("/suggest", {"seen": "有人在主干道边摆地摊卖水果"}))


def test_old_and_new_law_stand_beside_each_other(house: Organ, signed_in: SignedIn) -> None:
    old, new = versioned()
    client = signed_in("王立")
    assert new.validity.start
    assert old.validity.end
    now = said(client.get(f"/matters/{new.key}", {"on": new.validity.start.isoformat()}))
    assert all(word in now for word in ("沿革", "改了", old.validity.end.isoformat()))
    was = said(client.get(f"/matters/{old.key}", {"on": old.validity.end.isoformat()}))
    assert "尚未施行" in was


def test_a_matter_of_another_time_says_so_and_offers_nobody(house: Organ, signed_in: SignedIn) -> None:
    page = said(signed_in("王立").get(f"/matters/{STALL}", {"on": "2001-01-01"}))
    assert "的行为不能适用" in page
    assert "谁也不能按它办理" in page
    assert "可以办 ·" not in page
    assert "button primary" not in page.partition("case-head")[2].partition("</header>")[0]


def test_an_unknown_code_leads_back(house: Organ, signed_in: SignedIn) -> None:
    answer = signed_in("王立").get("/matters/no.such")
    assert answer.status_code == 404
    assert "事项目录中没有这个代码" in said(answer)


def test_every_matter_has_a_page(house: Organ, signed_in: SignedIn) -> None:
    """One of every field and of every procedure, in every version: no entry of the catalogue breaks its page."""
    client, seen = signed_in("王立"), set[object]()
    for entry in context().book.section("matter"):
        shape = (entry.data.get("field"), str(entry.data.get("procedures")), entry.status)
        if shape not in seen:
            seen.add(shape)
            day = entry.validity.start or today()
            assert client.get(f"/matters/{entry.key}", {"on": day.isoformat()}).status_code == 200, entry.key


def test_a_procedure_is_a_picture(house: Organ, signed_in: SignedIn) -> None:
    answer = signed_in("王立").get("/procedures/penalty.ordinary.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert "<svg" in said(answer)
    assert "script" not in answer["Content-Security-Policy"]


# ---- use ----
def test_use_is_counted_by_matter_and_opens_its_cases(decided: str, waiting: str, signed_in: SignedIn) -> None:
    year = ago(40).day.year
    page = signed_in("王立").get("/matters/usage", {"year": year, "q": STALL}).context["page"]
    row = next(row for row in page.table.rows if row.cells[0].sub == STALL)
    assert row.cells[5].text == "2"
    assert signed_in("王立").get(row.cells[5].href).context["page"].table.rows
    assert "不足 3 件" in row_words(page)


def row_words(page: object) -> str:
    return " ".join(f.label for f in page.table.filters)  # type: ignore[attr-defined]


def test_what_was_never_used_and_what_was_lost_stand_apart(decided: str, editor: Actor, signed_in: SignedIn) -> None:
    year, client = ago(40).day.year, signed_in("王立")
    never = client.get("/matters/usage", {"year": year, "use": "never", "format": "csv"}).content.decode("utf-8-sig")
    codes = {line["代码"] for line in csv.DictReader(io.StringIO(never))}
    assert STALL not in codes
    assert len(codes) > 50
    given = PowerEntry(organ=TOWN, mode="赋权", scope=(STALL,), document="渝府发〔2023〕3号", start=ago(90).day)
    key = register_power(given, actor=editor)
    assert isinstance(key, str)
    assert end_power(key, on=ago(30).day, reason="收回", actor=editor) is None
    gone = client.get("/matters/usage", {"year": today().year, "use": "beyond"}).context["page"]
    if ago(40).day.year == today().year:
        assert [row.cells[0].sub for row in gone.table.rows] == [STALL]


def test_a_supervisor_compares_organs_and_a_stranger_sees_only_their_own(decided: str, signed_in: SignedIn) -> None:
    year = ago(40).day.year
    overview = signed_in(SUPERVISOR).get("/matters/usage", {"year": year}).context["page"]
    shown = {row.cells[0].text: row for row in overview.table.rows}
    assert set(shown) == {"洛碛镇", "玉峰山镇"}
    assert shown["洛碛镇"].cells[3].text == "1"
    assert signed_in(SUPERVISOR).get(shown["洛碛镇"].cells[3].href).context["page"].table.rows
    assert signed_in(STRANGER).get("/matters/usage", {"organ": TOWN}).status_code == 404
    own = said(signed_in(STRANGER).get("/matters/usage", {"year": year}))
    assert "玉峰山镇事项使用情况" in own
    page = said(signed_in(STRANGER).get(f"/matters/{STALL}"))
    assert "陈大海" not in page
    assert "范围内还没有办过" in page


def test_a_wrong_year_is_the_usual_one(house: Organ, signed_in: SignedIn) -> None:
    for year in ("x", "1", "9999", "²"):
        assert signed_in("王立").get("/matters/usage", {"year": year}).status_code == 200


# ---- departments ----
def stationed(officer: str, functions: list[str]) -> None:
    """The officer's organ becomes a bureau of the district with these functions."""
    carried = [{"function": code, "from": None, "to": None} for code in functions]
    Organ.objects.filter(persons__id=officer).update(level="区县", functions=carried)


def test_a_bureau_sees_what_its_department_holds_and_where_the_rest_goes(house: Organ, signed_in: SignedIn) -> None:
    stationed("王立", ["culture"])
    client = signed_in("王立")
    page = said(client.get("/matters/fishery.electric"))
    assert "不能办" in page
    assert "这个事项由农业农村部门主管；移送区县农业农村部门" in page
    rows = {row.code: row for row in rows_on(today())}
    modes = modes_of(tuple(rows.values()), Holder("区县", (Carried("culture"),)), today())
    assert modes["fishery.electric"] == TRANSFER
    own = [code for code, mode in modes.items() if mode != TRANSFER]
    assert {rows[code].entry.data["department"] for code in own} == {"文化旅游部门", "行政处罚实施机关"}
    suggested = said(client.get("/suggest", {"seen": "有人背着电瓶在河里电鱼"}))
    assert "不属本单位办理，移送区县农业农村部门" in suggested
    stationed("王立", ["agriculture"])
    assert "可以办 · 法定" in said(client.get("/matters/fishery.electric"))


def test_a_bureau_nobody_described_may_act_and_the_page_says_what_was_not_checked(
    house: Organ, signed_in: SignedIn
) -> None:
    stationed("王立", [])
    client = signed_in("王立")
    assert "机关职能未登记" in said(client.get("/matters/fishery.electric"))
    assert "本单位可以办理（法定，机关职能未登记）" in said(client.get("/suggest", {"seen": "有人背着电瓶在河里电鱼"}))


def test_the_registered_bureau_stands_in_the_place_of_its_department(house: Organ, signed_in: SignedIn) -> None:
    supervisor = signed_in(SUPERVISOR)
    assert "区县农业农村部门" in said(supervisor.get("/matters/fishery.electric"))
    Organ.objects.create(
        code="ny", path="500112/ny/", name="渝北区农业农村委员会", short="区农业农村委", mark="渝农", level="区县",
        functions=[{"function": "agriculture", "from": None, "to": None}],
    )  # fmt: skip
    shown = supervisor.get("/matters/fishery.electric").context["page"].holders
    assert ("区农业农村委", True) in {(one.organ, one.may) for one in shown}
    assert "区县农业农村部门" not in {one.organ for one in shown}
    lines = said(supervisor.get("/matters/usage"))
    assert "区农业农村委" in lines
