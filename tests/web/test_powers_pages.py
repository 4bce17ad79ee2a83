"""Powers on screen: registering, renewing, ending, moving them, and organs that take the place of others."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.acts.conftest import PATH, TOWN
from tests.web.conftest import ADMIN, STRANGER, SUPERVISOR, SignedIn, ago
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, today
from zhifa.store.casework.models import Case
from zhifa.store.readers.powers import powers_of
from zhifa.store.registry.models import Account, Organ, Succession

STALL = "city.stall.roadside"
NEXT = "yz"


@pytest.fixture
def editor(house: Organ, signed_in: SignedIn) -> Client:
    for name, path in (("编辑", "500112/"), ("外区编辑", "500113/")):
        given = (RoleGiven("catalogue_editor", path),)
        assert register_officer(Registration(name, name, TOWN, given), actor=INSTALLER) is None
        Account.objects.create_user(name, "a long enough secret", person_id=name)
    return signed_in("编辑")


def said(answer: HttpResponse) -> str:
    return answer.content.decode()


def lent(**changed: object) -> dict[str, object]:
    return {
        "organ": TOWN, "mode": "委托", "scope": [STALL], "document": "渝北城管委〔2026〕1号",
        "principal": "重庆市渝北区城市管理局", "start": ago(60).day.isoformat(),
        "end": (today() + timedelta(days=10)).isoformat(), "published_on": ago(70).day.isoformat(), **changed,
    }  # fmt: skip


def registered(editor: Client, **changed: object) -> str:
    answer = editor.post("/register-power", lent(**changed))
    assert answer.status_code == 303, said(answer)
    return str(answer["Location"]).rpartition("/")[2]


def test_an_entrustment_is_registered_and_shown_with_its_days(editor: Client) -> None:
    key = registered(editor)
    page = said(editor.get(f"/powers/{key}"))
    for word in (
        "渝北城管委〔2026〕1号",
        "以重庆市渝北区城市管理局的名义",
        "在主次干道两侧设置经营性摊点",
        "终止",
        "划转",
    ):
        assert word in page, word
    listed = said(editor.get("/powers"))
    assert "快到期" in listed
    assert "还有 10 天" in listed
    assert "三十天内到期" in listed


def test_a_whole_field_is_given_at_once(editor: Client) -> None:
    key = registered(editor, mode="赋权", scope=[], fields=["领域:公路"], end="", principal="", published_on="")
    assert powers_of(TOWN)[0].scope == ("领域:公路",)
    assert len(editor.get(f"/powers/{key}").context["page"].table.rows) > 5


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"end": ""}, "委托书应当载明期限"),
        ({"published_on": ""}, "向社会公布"),
        ({"principal": ""}, "委托机关"),
        ({"scope": []}, "请选择事项"),
        ({"start": "何时"}, "开始日期"),
        ({"start": ""}, "请填写开始日期"),
        ({"organ": ""}, "没有这个机关"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    editor: Client, changed: dict[str, object], word: str
) -> None:
    answer = editor.post("/register-power", lent(**changed))
    assert answer.status_code == 422
    assert word in said(answer)
    if "document" not in changed:
        assert "渝北城管委〔2026〕1号" in said(answer)
    if "scope" not in changed:
        assert f'value="{STALL}" checked' in said(answer)
    assert powers_of(TOWN) == ()


def test_what_ran_out_stands_first_and_goes_quiet_once_renewed(editor: Client) -> None:
    registered(editor, mode="赋权", scope=[], fields=["领域:公路"], end="", principal="")
    registered(editor, end=ago(3).day.isoformat())
    first = editor.get("/powers").context["page"].table.rows[0]
    assert (first.cells[1].text, first.cells[6].due.level) == ("委托", "red")
    registered(editor, start=ago(2).day.isoformat(), document="渝北城管委〔2026〕2号")
    rows = editor.get("/powers").context["page"].table.rows
    assert [row.cells[6].due.level for row in rows] == ["yellow", "none", "none"]
    text = editor.get("/powers", {"mode": "委托", "format": "csv"}).content.decode("utf-8-sig")
    assert {line["文件"] for line in csv.DictReader(io.StringIO(text))} == {
        "渝北城管委〔2026〕1号", "渝北城管委〔2026〕2号"
    }  # fmt: skip


def test_a_power_is_ended_with_a_reason(editor: Client) -> None:
    key = registered(editor)
    assert editor.get(f"/powers/{key}/end").status_code == 200
    refused = editor.post(f"/powers/{key}/end", {"on": today().isoformat(), "reason": ""})
    assert refused.status_code == 422
    assert "请写明终止的理由" in said(refused)
    done = editor.post(f"/powers/{key}/end", {"on": today().isoformat(), "reason": "收回", "finishes": "yes"})
    assert done.status_code == 303
    power = powers_of(TOWN)[0]
    assert (power.validity.end, power.finishes) == (today(), True)


def test_matters_move_and_open_cases_follow(editor: Client, waiting: str) -> None:
    key = registered(editor)
    page = said(editor.get(f"/powers/{key}/move"))
    assert "随职权移交" in page
    moved = lent(
        organ=NEXT, start=today().isoformat(), reason="事项调整", rule="随职权移交", document="渝北发〔2026〕9号"
    )
    assert editor.post(f"/powers/{key}/move", moved | {"rule": ""}).status_code == 422
    assert Case.objects.get(pk=waiting).organ_id == TOWN
    assert editor.post(f"/powers/{key}/move", moved).status_code == 303
    assert Case.objects.get(pk=waiting).organ_id == NEXT
    assert powers_of(TOWN)[0].validity.end == ago(1).day
    assert powers_of(NEXT)[0].document == "渝北发〔2026〕9号"


def test_only_the_editor_of_the_place_manages(editor: Client, signed_in: SignedIn) -> None:
    key = registered(editor)
    elsewhere = signed_in("外区编辑")
    assert elsewhere.get(f"/powers/{key}").status_code == 404
    assert elsewhere.post(f"/powers/{key}/end", {"on": str(today()), "reason": "收回"}).status_code == 404
    assert elsewhere.post("/register-power", lent()).status_code == 422
    for name in ("王立", SUPERVISOR):
        page = said(signed_in(name).get(f"/powers/{key}"))
        assert f"/powers/{key}/end" not in page
        assert signed_in(name).post(f"/powers/{key}/end", {"on": str(today()), "reason": "收回"}).status_code == 403
    assert signed_in(STRANGER).get(f"/powers/{key}").status_code == 404
    assert powers_of(TOWN)[0].validity.end == today() + timedelta(days=10)


def test_organs_merge_with_their_open_cases(waiting: str, signed_in: SignedIn) -> None:
    assert register_officer(
        Registration(ADMIN, ADMIN, TOWN, (RoleGiven("system_admin", "500112/"),)), actor=INSTALLER
    ) is None  # fmt: skip
    admin = signed_in(ADMIN)
    assert "撤销合并" in said(admin.get("/organs"))
    page = said(admin.get("/merge-organs", {"organ": TOWN}))
    assert f'value="{TOWN}" checked' in page
    typed = {"organs": [TOWN], "successor": NEXT, "on": today().isoformat(), "document": "渝北委编〔2026〕3号"}
    refused = admin.post("/merge-organs", typed | {"document": ""})
    assert refused.status_code == 422
    assert f'value="{TOWN}" checked' in said(refused)
    assert admin.post("/merge-organs", typed).status_code == 303
    assert Case.objects.get(pk=waiting).organ_id == NEXT
    assert Succession.objects.get(pk=TOWN).successor_id == NEXT


def test_an_administrator_of_one_town_merges_no_other(house: Organ, signed_in: SignedIn) -> None:
    assert Organ.objects.get(pk=TOWN).path == PATH
    typed = {"organs": [NEXT], "successor": TOWN, "on": today().isoformat(), "document": "渝北委编〔2026〕3号"}
    assert signed_in(ADMIN).post("/merge-organs", typed).status_code == 422
    assert not Succession.objects.exists()


@pytest.mark.parametrize("place", ["/matters", "/powers", "/matters/usage"])
def test_the_catalogue_is_a_click_away_for_officers_and_editors(
    place: str, editor: Client, signed_in: SignedIn
) -> None:
    for client in (editor, signed_in("王立")):
        shell = client.get(place).context["shell"]
        assert [item.href for item in shell.nav if item.here] == ["/matters"]
    assert editor.get("/").status_code in {302, 403}
