"""Pages of drafts of rules, and two provinces beside each other."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.acts.conftest import TOWN
from tests.web.conftest import SignedIn, ordinary
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, today
from zhifa.core.ruledraft import starting_text
from zhifa.ports.rules import rulebook
from zhifa.store.catalogue.models import RuleDraft
from zhifa.store.registry.models import Account, Organ

STALL = "city.stall.roadside"
NEW = "/catalogue/drafts/new"
TOMORROW = str(today() + timedelta(days=1))


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIFA_RULES", str(tmp_path))
    monkeypatch.delenv("ZHIFA_LAWS", raising=False)


@pytest.fixture
def editors(house: Organ) -> None:
    for name in ("编甲", "编乙"):
        given = (RoleGiven("catalogue_editor", "500112/"),)
        person = Registration(name, name, TOWN, given, joined_on=date(2020, 1, 1))
        assert register_officer(person, actor=INSTALLER) is None
        Account.objects.create_user(name, "a long enough secret", person_id=name)


def stall() -> str:
    return starting_text(rulebook().as_of(today()).entries("matter")[STALL])


def written(signed_in: SignedIn, text: str, effective: str = TOMORROW) -> str:
    answer = signed_in("编甲").post(f"{NEW}?blank=1", {"effective": effective, "reason": "提高上限", "text": text})
    assert answer.status_code == 303, answer.content.decode()
    return str(answer["Location"])


def test_an_empty_list_says_how_it_begins(editors: None, signed_in: SignedIn) -> None:
    seen = signed_in("编甲").get("/catalogue/drafts").content.decode()
    assert "还没有草案" in seen
    assert NEW in seen
    assert NEW not in signed_in("王立").get("/catalogue/drafts").content.decode()


def test_a_rule_is_found_and_its_text_is_the_beginning(editors: None, signed_in: SignedIn) -> None:
    found = signed_in("编甲").get(f"{NEW}?q=主次干道").content.decode()
    assert f"code={STALL}" in found
    page = signed_in("编甲").get(f"{NEW}?section=matter&code={STALL}").content.decode()
    assert "code = &quot;city.stall.roadside&quot;" in page
    assert "from =" not in page
    assert "没有这样的规则" in signed_in("编甲").get(f"{NEW}?q=没有的词").content.decode()


def test_the_draft_is_shown_with_what_it_changes_and_the_cases_it_reaches(
    editors: None, signed_in: SignedIn, wang: Actor
) -> None:
    case = ordinary(wang)
    place = written(signed_in, stall().replace("max = 50000", "max = 60000"))
    seen = signed_in("王立").get(place).content.decode()
    assert "已连同现行规则一起核对" in seen
    assert "<del>" in seen
    assert "<ins>" in seen
    assert f"/cases/{case}" in seen
    assert f"/cases/{case}" not in signed_in("编乙").get(place).content.decode(), "an editor reads no cases"


def test_buttons_belong_to_others_than_the_author(editors: None, signed_in: SignedIn) -> None:
    place = written(signed_in, stall())
    own = signed_in("编甲").get(place).content.decode()
    assert "您参加了起草，不能批准自己的草案" in own
    assert "/approve?" not in own
    assert f"{place}/approve?version=1" in signed_in("编乙").get(place).content.decode()
    refused = signed_in("编甲").post(f"{place}/approve?version=1")
    assert refused.status_code == 403
    assert "您参加了起草" in refused.content.decode()
    assert signed_in("编乙").post(f"{place}/approve?version=1").status_code == 303
    assert f"{place}/publish?version=2" in signed_in("编甲").get(place).content.decode()


@pytest.mark.django_db(transaction=True)
def test_from_the_first_word_to_the_published_rule(editors: None, signed_in: SignedIn) -> None:
    place = written(signed_in, stall().replace("在主次干道两侧设置经营性摊点", "占道摆摊"))
    assert signed_in("编乙").post(f"{place}/approve?version=1").status_code == 303
    assert signed_in("编甲").post(f"{place}/publish?version=2").status_code == 303
    seen = signed_in("编甲").get(place).content.decode()
    assert "已公布" in seen
    assert "0001.toml" in seen
    assert rulebook().as_of(today() + timedelta(days=1)).entries("matter")[STALL].data["title"] == "占道摆摊"
    listed = signed_in("王立").get("/catalogue/drafts?state=published").content.decode()
    assert "提高上限" in listed


def test_faults_stand_with_their_place_and_nothing_is_lost(editors: None, signed_in: SignedIn) -> None:
    place = written(signed_in, '[[matter]]\ncode = "city.pile"\ntitle = "未写完\n')
    seen = signed_in("编甲").get(place).content.decode()
    assert "第 3 行" in seen
    assert "未写完" in seen
    assert f"{place}/edit" in seen
    answer = signed_in("编甲").post(f"{NEW}?blank=1", {"effective": "明天", "reason": "", "text": "未写完的字"})
    assert answer.status_code == 422
    assert "未写完的字" in answer.content.decode()
    assert RuleDraft.objects.count() == 1


def test_the_plain_form_changes_sums_and_words_alone(editors: None, signed_in: SignedIn) -> None:
    place = f"{NEW}?section=matter&code={STALL}&plain=1"
    seen = signed_in("编甲").get(place).content.decode()
    assert 'name="fine-1-max"' in seen
    said = {
        "effective": TOMORROW, "reason": "改名", "title": "路边摆摊", "conduct": "路边摆摊", "note": "",
        "fine-1-min": "50", "fine-1-max": "400", "fine-2-min": "500", "fine-2-max": "2000",
    }  # fmt: skip
    wrong = signed_in("编甲").post(place, {**said, "fine-1-max": "四百"})
    assert wrong.status_code == 422
    assert "四百" in wrong.content.decode()
    done = signed_in("编甲").post(place, said)
    assert done.status_code == 303
    shown = signed_in("编乙").get(str(done["Location"])).content.decode()
    assert "路边摆摊" in shown
    assert "max = 40000" in shown


@pytest.mark.parametrize("b", ["四川", "天津"])
def test_two_provinces_are_compared(house: Organ, signed_in: SignedIn, b: str) -> None:
    client = signed_in("王立")
    seen = client.get(f"/crosswalk?a=重庆&b={b}").content.decode()
    assert "幅度不同" in seen
    assert "城市建筑垃圾管理规定" in seen
    rows = list(csv.reader(io.StringIO(client.get(f"/crosswalk?a=重庆&b={b}&format=csv").content.decode("utf-8-sig"))))
    assert len(rows) > 41
    fire = list(csv.reader(io.StringIO(client.get("/crosswalk?field=消防&format=csv").content.decode("utf-8-sig"))))
    assert {row[1] for row in fire[1:]} == {"消防"}
    assert "没有符合条件的行为" in client.get("/crosswalk?q=没有的词").content.decode()
    assert client.get("/crosswalk?a=重庆&b=重庆").status_code == 200


def test_whoever_may_approve_sees_that_a_draft_waits(editors: None, signed_in: SignedIn) -> None:
    place = written(signed_in, stall())
    waits = '规则草案<span class="count">1</span>'
    assert waits in signed_in("编乙").get("/matters").content.decode()
    assert waits not in signed_in("编甲").get("/matters").content.decode(), "nobody approves their own"
    assert waits not in signed_in("王立").get("/matters").content.decode()
    assert f'href="{place}"' in signed_in("王立").get(f"/matters/{STALL}").content.decode()


def test_a_version_to_come_is_announced_and_no_code_word_is_shown(editors: None, signed_in: SignedIn) -> None:
    said = signed_in("王立").get("/crosswalk").content.decode()
    assert "conduct." not in said
    assert "基准 city." not in said


@pytest.mark.parametrize("place", ["/calculator", "/matters/no.such", "/lists/none"])
def test_an_editor_is_offered_no_page_they_may_not_open(place: str, editors: None, signed_in: SignedIn) -> None:
    client = signed_in("编甲")
    assert "/calculator" not in client.get(f"/matters/{STALL}").content.decode()
    assert 'href="/cases">' not in client.get(place).content.decode()
