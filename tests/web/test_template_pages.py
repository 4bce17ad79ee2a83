"""Templates of papers in the browser: edited with a preview, kept as drafts, published by a second person."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse

from tests.acts.conftest import TOWN
from tests.web.conftest import DECIDED, SignedIn, ordinary
from zhifa.acts.drafting import approve_draft, publish_draft
from zhifa.acts.publishing import write_out
from zhifa.acts.registry import Registration, RoleGiven, register_officer
from zhifa.acts.work import INSTALLER, Actor, today
from zhifa.core.papers import template_of
from zhifa.core.papers.plaintext import to_text
from zhifa.ports.render import NoFont
from zhifa.ports.render.fonts import installed_fonts
from zhifa.ports.rules import rulebook
from zhifa.store.catalogue.models import RuleDraft
from zhifa.store.registry.models import Account, Organ
from zhifa.store.registry.people import people

PLACE = "/catalogue/papers/paper/penalty-decision"
TOMORROW = today() + timedelta(days=1)
OLD, NEW = "现已调查终结。", "现已依法调查终结。"


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIFA_RULES", str(tmp_path))


@pytest.fixture
def editors(house: Organ) -> None:
    for name in ("编甲", "编乙"):
        given = (RoleGiven("catalogue_editor", "500112/"),)
        person = Registration(name, name, TOWN, given, joined_on=date(2020, 1, 1))
        assert register_officer(person, actor=INSTALLER) is None
        Account.objects.create_user(name, "a long enough secret", person_id=name)


def entry() -> tuple[str, str]:
    """The text of the template as it stands, and what it requires."""
    data = rulebook().as_of(today()).entries("paper")["penalty-decision"].data
    return to_text(data["body"]), "、".join(data["required"])


def posted(signed_in: SignedIn, text: str, where: str = "", **more: str) -> HttpResponse:
    form = {"text": text, "required": entry()[1], "effective": str(TOMORROW), "reason": "改一处措辞", **more}
    return signed_in("编甲").post(PLACE + where, form)


def test_every_template_is_listed_and_opens(editors: None, signed_in: SignedIn) -> None:
    page = signed_in("编甲").get("/catalogue/papers").content.decode()
    assert "行政处罚决定书" in page
    assert "行政处罚决定书" in signed_in("编甲").get(PLACE).content.decode()
    assert signed_in("编甲").get("/catalogue/papers/paper/nothing").status_code == 404
    assert signed_in("编甲").get("/catalogue/papers/benchmark/city.litter").status_code == 404


def test_from_the_first_word_to_the_template_in_force(editors: None, signed_in: SignedIn) -> None:
    answer = posted(signed_in, entry()[0].replace(OLD, NEW))
    assert answer.status_code == 303, answer.content.decode()
    draft = RuleDraft.objects.get()
    page = signed_in("编甲").get(f"/catalogue/drafts/{draft.pk}").content.decode()
    assert "核对" in page
    assert "<ins>依法</ins>" in page
    other = Actor(people(["编乙"])["编乙"], "编乙")
    assert approve_draft(draft.pk, 1, actor=other) is None
    assert publish_draft(draft.pk, 2, actor=other) is None
    write_out()
    now, then = (template_of(rulebook().as_of(day), "penalty-decision") for day in (today(), TOMORROW))
    assert now is not None
    assert then is not None
    assert OLD in str(now.body)
    assert NEW in str(then.body)


def test_the_preview_is_live_and_names_the_line(editors: None, signed_in: SignedIn) -> None:
    good = posted(signed_in, entry()[0].replace(OLD, NEW), "/preview").content.decode()
    assert NEW in good
    assert "核对无误" in good
    bad = posted(signed_in, entry()[0].replace("[标题] 一、", "[题目] 一、"), "/preview").content.decode()
    assert "第 3 行：没有“[题目]”" in bad
    assert RuleDraft.objects.count() == 0


def test_statutory_content_cannot_be_edited_away_unsaid(editors: None, signed_in: SignedIn) -> None:
    text = entry()[0].replace("{{decision.basis}}", "有关规定")
    assert "法定内容“处罚依据”没有印在文书上" in posted(signed_in, text, "/preview").content.decode()
    answer = posted(signed_in, text, required=entry()[1].replace("、decision.basis", ""))
    page = signed_in("编甲").get(answer["Location"]).content.decode()
    assert "法定内容“处罚依据”没有印在文书上" in page
    other = Actor(people(["编乙"])["编乙"], "编乙")
    refused = approve_draft(RuleDraft.objects.get().pk, 1, actor=other)
    assert refused is not None
    assert "处罚依据" in refused.message


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("{{decision.facts}}", "{{decision.nothing}}"), "未知的事实 decision.nothing"),
        (("{{decision.facts}}", "{{decision.facts|shout}}"), "未知的格式"),
        (("[段落 party]", "[段落 nobody]"), "没有名为“nobody”的通用段落"),
        (("{{paper.court}}", "{{paper.judge}}"), ""),
    ],
)
def test_mistakes_are_said_beside_the_text(
    editors: None, signed_in: SignedIn, change: tuple[str, str], said: str
) -> None:
    assert said in posted(signed_in, entry()[0].replace(*change), "/preview").content.decode()


def test_a_real_case_may_be_looked_at_and_another_organs_may_not(
    editors: None, signed_in: SignedIn, wang: Actor
) -> None:
    case = ordinary(wang, *DECIDED)
    form = {"text": entry()[0], "required": entry()[1], "case": case}
    assert "占道堆放砂石三立方米" in signed_in("王立").post(f"{PLACE}/preview", form).content.decode()
    assert "不在您的权限范围内" in signed_in("编甲").post(f"{PLACE}/preview", form).content.decode()


def test_what_is_lacking_is_refused_and_nothing_typed_is_lost(editors: None, signed_in: SignedIn) -> None:
    text = entry()[0].replace(OLD, NEW)
    for more, said in (({"effective": ""}, "施行日"), ({"reason": ""}, "为什么改"), ({"effective": "明天"}, "施行日")):
        answer = posted(signed_in, text, **more)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert NEW in answer.content.decode()
    assert posted(signed_in, "").status_code == 422
    assert posted(signed_in, "甲" * 50_000).status_code == 422
    assert RuleDraft.objects.count() == 0


@pytest.mark.skipif(isinstance(installed_fonts(), NoFont), reason="no Chinese font on this machine")
def test_the_preview_prints(editors: None, signed_in: SignedIn) -> None:
    answer = posted(signed_in, entry()[0], "/pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert posted(signed_in, "[字段] 甲", "/pdf").status_code == 422
